# shellcheck shell=bash
# Java programs: a run-time image with only the modules they need, then the jars. What a program is made of is in
# images/NAME/program: MODULE (Maven module), MAIN, JRE_MODULES, OPTIONS.

JLINK=(--strip-debug --no-header-files --no-man-pages --compress zip-6)

# jars_of MODULE: sets jars, the module's own first.
jars_of() {
  mapfile -t jars < <(ls "$ROOT/$1"/target/palisade-*.jar "$ROOT/$1"/target/dependency/*.jar 2>/dev/null)
  ((${#jars[@]} > 1)) || die "the jars of $1 are not built: run 'make images'"
}

# java_layers NAME: sets LAYERS to all that the image has below its class-data archive, JAVA_ENTRYPOINT to how it is started.
java_layers() {
  local name=$1 MODULE MAIN JRE_MODULES OPTIONS jars
  base_layer
  LAYERS=("$LAYER")
  if [[ $name == operator ]]; then
    parser_layer
    LAYERS+=("$LAYER")
  fi
  # shellcheck source=/dev/null
  . "$IMAGES/$name/program"
  jars_of "$MODULE"
  need_packages objcopy:binutils # jlink strips the native libraries with it
  layer "jre-$name" "$(key_of "$JRE_MODULES" "$JAVA_HOME/release" "${JLINK[*]}")" "jlink, 10 s" jre_fill "$JRE_MODULES"
  LAYERS+=("$LAYER")
  layer "app-$name" "$(key_of "$LAYER" "$MAIN" "$OPTIONS" "${jars[@]}" "${jars[*]##*/}" "$(declare -f app_fill)")" "" app_fill "$MAIN" "$OPTIONS" "${jars[@]}"
  LAYERS+=("$LAYER")
  # shellcheck disable=SC2034 # an answer for the caller
  JAVA_ENTRYPOINT='["/jre/bin/java","-XX:SharedArchiveFile=/app/classes.jsa","@/app/start"]'
}

jre_fill() {
  "$JAVA_HOME/bin/jlink" --add-modules "$1" "${JLINK[@]}" --output "$OUT/tree/jre"
}

# The class path is written out: a wildcard is expanded in the order of the directory, which differs between file systems.
app_fill() {
  local main=$1 options=$2
  shift 2
  mkdir "$OUT/tree/app"
  cp "$@" "$OUT/tree/app/"
  chmod 644 "$OUT"/tree/app/*
  printf '%s\n-cp %s\n%s\n' "$options" "$(printf ':/app/%s' "${@##*/}" | cut -c2-)" "$main" >"$OUT/tree/app/start"
}
