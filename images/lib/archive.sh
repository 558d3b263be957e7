# shellcheck shell=bash
# Image archives in the format of `docker save` (manifest.json, one configuration, plain layers).

# image NAME ENTRYPOINT-JSON UID LAYER...: writes $OUTDIR/NAME.tar, named palisade.dev/NAME:VERSION.
image() {
  local name=$1 entrypoint=$2 user=$3 target=$OUTDIR/$1.tar work digest digests=() layers=() config
  shift 3
  work=$(mktemp -d "$OUTDIR/.$name.XXXX")
  for layer in "$@"; do
    digest=$(<"$layer/digest")
    ln "$layer/layer.tar" "$work/$digest.tar" 2>/dev/null || cp "$layer/layer.tar" "$work/$digest.tar"
    digests+=("\"sha256:$digest\"")
    layers+=("\"$digest.tar\"")
  done
  config=$(json_config "$name" "$entrypoint" "$user" "$(IFS=,; echo "${digests[*]}")")
  digest=$(printf '%s' "$config" | sha256sum | cut -d' ' -f1)
  printf '%s' "$config" >"$work/$digest.json"
  printf '[{"Config":"%s.json","RepoTags":["palisade.dev/%s:%s"],"Layers":[%s]}]' \
    "$digest" "$name" "$VERSION" "$(IFS=,; echo "${layers[*]}")" >"$work/manifest.json"
  (cd "$work" && pack_tree --dereference --hard-dereference *) >"$target.new"
  rm -rf "$work"
  if cmp -s "$target.new" "$target"; then rm "$target.new"; else mv "$target.new" "$target"; fi
  say "image palisade.dev/$name:$VERSION: $target, $(($(stat -c %s "$target") / 1000000)) MB"
}

json_config() {
  printf '{"architecture":"amd64","os":"linux","created":"%s","config":{"User":"%s","Env":["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"],"Entrypoint":%s,"Labels":{%s}},"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$LAYER_TIME" "$3" "$2" "$(labels "$1")" "$4"
}

# Those of images/Dockerfile.
labels() {
  printf '"org.opencontainers.image.%s":"%s",' title "Palisade $1" version "$VERSION" licenses Apache-2.0
  printf '"org.opencontainers.image.url":"https://palisade.dev"'
}
