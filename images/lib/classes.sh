# shellcheck shell=bash
# The class-data archive of a Java program: the classes that images/NAME/classes lists, parsed, verified and laid out so that the JVM only
# maps them. On the emulated nodes of the test bed a start takes a third less with it. It has to be of the same runtime, class path and
# jars, so it is made inside the image's own tree; the same list gives the same bytes (docs/design/0062).

# classes_layer NAME LAYER...: sets LAYER.
classes_layer() {
  local name=$1
  shift
  layer "classes-$name" "$(key_of "$*" "$IMAGES/$name/classes" "$(declare -f classes_fill classes_dump in_tree)")" "a few seconds" classes_fill "$name" "$@"
}

classes_fill() {
  local name=$1 tree=$OUT/image
  shift
  unpack_layers "$tree" "$@"
  classes_dump "$name" "$tree"
  install -D -m 644 "$tree/app/classes.jsa" "$OUT/tree/app/classes.jsa"
  rm -rf "$tree"
}

# unpack_layers TREE LAYER...
unpack_layers() {
  local tree=$1 layer
  shift
  mkdir "$tree"
  for layer in "$@"; do tar -xf "$layer/layer.tar" -C "$tree"; done
}

# in_tree TREE [NAME=VALUE...] COMMAND...: without /proc, by which the launcher would find its libraries, and without this shell's environment.
in_tree() {
  local tree=$1 environment=(LD_LIBRARY_PATH=/jre/lib)
  shift
  while [[ $1 == *=* ]]; do environment+=("$1"); shift; done
  env -i "${environment[@]}" "$(command -v chroot)" "$tree" "$@"
}

# classes_dump NAME TREE: makes TREE/app/classes.jsa, and looks whether the JVM takes it.
classes_dump() {
  # shellcheck disable=SC2034 # the program names them
  local name=$1 tree=$2 MODULE MAIN JRE_MODULES OPTIONS out
  # shellcheck source=/dev/null
  . "$IMAGES/$name/program"
  cp "$IMAGES/$name/classes" "$tree/app/classes"
  # In a heap that need not be collected: what a collection leaves behind differs from run to run, and the archive with it.
  out=$(in_tree "$tree" _JAVA_OPTIONS="-Xms512m -Xmx512m" /jre/bin/java -Xshare:dump -XX:SharedClassListFile=/app/classes -XX:SharedArchiveFile=/app/classes.jsa @/app/start 2>&1) ||
    { tail -20 <<<"$out" >&2; die "the class-data archive of $name was not made"; }
  rm "$tree/app/classes"
  # Without an environment the program says what is missing and ends: enough to see where its classes come from.
  out=$(in_tree "$tree" /jre/bin/java -XX:SharedArchiveFile=/app/classes.jsa -Xlog:class+load @/app/start 2>&1 || true)
  [[ $out == *" $MAIN source: shared objects file"* ]] || { tail -5 <<<"$out" >&2; die "the class-data archive of $name is not taken by the JVM"; }
}
