# shellcheck shell=bash
# Container images for the nodes. There is no registry: a containerd on this host unpacks archives into the very directory
# that the nodes then have as /var/lib/containerd.

# images_part TAR...: sets IMAGES to a directory with images.img, holding the bed's own images and those in the archives.
images_part() {
  local key containerd ctr tar
  need_packages mke2fs:e2fsprogs gcc:gcc
  own_images_part
  go_program containerd; containerd=$PROGRAM
  go_program ctr; ctr=$PROGRAM
  for tar in "$@"; do [[ -f $tar ]] || die "no such image archive: $tar"; done
  key=$({ echo "${OWN_IMAGES##*/} ${containerd#"$CACHE"}"; declare -f images_build images_unpack node_disk; (($# == 0)) || sha256sum "$@" | cut -d' ' -f1; } | sha)
  part images "$key" "$# archives" images_build "$containerd" "$ctr" "$@"
  IMAGES=$PART
}

images_build() {
  images_unpack "$OUT/root" "$@"
  node_disk "$OUT/images.img" 8G "$OUT/root"
}

# images_unpack ROOT CONTAINERD CTR TAR...: makes ROOT what a node has as /var/lib/containerd, and lists the images in OUT/names.
images_unpack() {
  local root=$1 containerd=$2 ctr=$3; shift 3
  local s=$OUT/state
  mkdir -p "$root" "$s"
  cat >"$s/config.toml" <<TOML
version = 3
root = "$root"
state = "$s"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime", "io.containerd.nri.v1.nri"]
[grpc]
  address = "$s/containerd.sock"
[ttrpc]
  address = "$s/containerd.ttrpc"
TOML
  # Its mounts stay in a mount namespace of its own, and a pid namespace ends it together with the script.
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
    s=$0 containerd=$1 ctr=$2; shift 2
    "$containerd" --config "$s/config.toml" >"$s.log" 2>&1 &
    for ((i = 0; i < 100; i++)); do "$ctr" -a "$s/containerd.sock" version >/dev/null 2>&1 && break; sleep 0.1; done
    for tar in "$@"; do
      "$ctr" -a "$s/containerd.sock" -n k8s.io images import --local --snapshotter overlayfs \
        --label io.cri-containerd.pinned=pinned "$tar" >>"$s.log" 2>&1 || { tail -3 "$s.log" >&2; exit 1; }
    done
    "$ctr" -a "$s/containerd.sock" -n k8s.io images ls -q 2>>"$s.log" | grep -v "^sha256:" >"${s%/state}/names" || true
    kill %1; wait %1 || true
  ' "$s" "$containerd" "$ctr" "$OWN_IMAGES"/*.tar "$@"
  rm -rf "$s" "$root/tmpmounts"
}

# The images that are always there: the pod sandbox, and a busybox for cases that need just a shell.
own_images_part() {
  node_tree_part
  local key
  key=$({ echo "${NODE_TREE##*/}"; cat "$HERE/node/pause.c"; declare -f own_images_build image_tar; } | sha)
  part own-images "$key" "" own_images_build
  OWN_IMAGES=$PART
}

own_images_build() {
  local r=$OUT/pause
  mkdir -p "$r"
  gcc -Os -static -s -o "$r/pause" "$HERE/node/pause.c"
  image_tar bed.local/pause:1 "$r" '["/pause"]' "$OUT/pause.tar"
  r=$OUT/busybox
  mkdir -p "$r"/{bin,etc,root,data,var} "$r/tmp"
  chmod 1777 "$r/tmp" "$r/data"
  cp "$NODE_TREE/tree/usr/bin/busybox" "$r/bin/busybox"
  chroot "$r" /bin/busybox --install -s /bin
  echo 'root:x:0:0:root:/root:/bin/sh' >"$r/etc/passwd"
  image_tar bed.local/busybox:1 "$r" '["/bin/sh"]' "$OUT/busybox.tar"
  rm -rf "$OUT/pause" "$OUT/busybox"
}

# image_tar NAME ROOT ENTRYPOINT-JSON TARGET [VARIABLE=VALUE]: one-layer archive of the kind that 'docker save' writes.
image_tar() {
  local w=$4.d layer
  mkdir "$w"
  tar -C "$2" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$w/layer.tar" .
  layer=$(sha256sum "$w/layer.tar" | cut -d' ' -f1)
  printf '{"architecture":"amd64","os":"linux","config":{"Entrypoint":%s,"Env":["PATH=/bin:/sbin:/usr/bin:/usr/sbin"%s]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$3" "${5:+,\"$5\"}" "$layer" >"$w/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$1" >"$w/manifest.json"
  tar -C "$w" -cf "$4" config.json layer.tar manifest.json
  rm -rf "$w"
}
