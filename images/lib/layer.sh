# shellcheck shell=bash
# A layer is a part of the cache: the file layer.tar and its digest. The same files give the same bytes.

# Also the build's own project.build.outputTimestamp: one time for all that is made.
LAYER_TIME=$(made_at)

# layer NAME KEY NOTE COMMAND...: sets LAYER to the part. The command fills the tree $OUT/tree.
layer() {
  local name=$1 key=$2 note=$3
  shift 3
  part "layer-$name" "$key" "$note" layer_make "$@"
  prune "layer-$name" 4
  # shellcheck disable=SC2034 # an answer for the caller
  LAYER=$PART
}

layer_make() {
  mkdir "$OUT/tree"
  "$@"
  (cd "$OUT/tree" && pack_tree *) >"$OUT/layer.tar"
  rm -rf "$OUT/tree"
  sha256sum "$OUT/layer.tar" | cut -d' ' -f1 >"$OUT/digest"
}

pack_tree() {
  tar --sort=name --mtime="$LAYER_TIME" --owner=0 --group=0 --numeric-owner --format=gnu -cf - "$@"
}

# key_of FILE|STRING...: a key of the contents of what are files and of the text of what are not, and of the functions that
# make every layer.
key_of() {
  local what
  {
    declare -f layer_make pack_tree
    echo "$LAYER_TIME"
    for what in "$@"; do
      if [[ -f $what ]]; then sha256sum <"$what"; else echo "$what"; fi
    done
  } | sha
}
