# shellcheck shell=bash
# The node's root disk and kernel: Debian 13 packages, unpacked and never configured (there is no package manager in there to
# care), with containerd, kubelet and the CNI plugins of the bed, and busybox as init.

NODE_PROGRAMS=(containerd containerd-shim-runc-v2 ctr kubelet bridge host-local loopback)
NODE_PACKAGES=base-files,base-passwd,busybox-static,mount,util-linux,runc,crun,apparmor,linux-image-cloud-amd64

# Sets NODE_IMAGE to a directory with root.img, vmlinux and initrd.cpio.
node_image_part() {
  local p programs=()
  node_tree_part
  uml_part
  for p in "${NODE_PROGRAMS[@]}"; do go_program "$p"; programs+=("$PROGRAM"); done
  need_packages mke2fs:e2fsprogs cpio:cpio
  local key
  key=$({ echo "${NODE_TREE##*/} ${UML##*/} ${programs[*]#"$CACHE"}"; cat "$HERE"/node/*; declare -f node_image_build kubelet_patience node_disk; } | sha)
  part node-image "$key" "about 30 s" node_image_build "${programs[@]}"
  NODE_IMAGE=$PART
}

# Sets NODE_TREE to a directory with the Debian tree, kernel modules apart.
node_tree_part() {
  need_packages mmdebstrap:mmdebstrap zstd:zstd xz:xz-utils
  local key
  key=$({ echo "$NODE_PACKAGES $DEBIAN_SUITE"; declare -f node_tree_build debian_tree debian_modules vmlinux_from; } | sha)
  part node-tree "$key" "Debian 13, about 1 min" node_tree_build
  NODE_TREE=$PART
}

# Modules in the order in which they are loaded; virtio_blk is loaded by the initrd.
NODE_MODULES=(failover net_failover virtio_net overlay llc stp bridge veth virtio-rng)

node_tree_build() {
  local t=$OUT/tree dir
  debian_tree extract "$NODE_PACKAGES" "$t"
  dir=$(echo "$t"/usr/lib/modules/*)
  # Uncompressed here, as that takes long under emulation.
  debian_modules "$dir" "$OUT/modules" virtio_blk "${NODE_MODULES[@]}"
  mv "$OUT/modules/10-virtio_blk.ko" "$OUT/virtio_blk.ko"
  vmlinux_from "$t"/boot/vmlinuz-* >"$OUT/vmlinux"
  echo "${dir##*/}" >"$OUT/kernel-version"
  rm -rf "${t:?}"/boot/* "$dir" "$t"/var/cache/* "$t"/usr/share/{doc,man,info}
  cp "$t/usr/share/base-passwd/passwd.master" "$t/etc/passwd"
  cp "$t/usr/share/base-passwd/group.master" "$t/etc/group"
  ldconfig -r "$t"
  # Last in the nodes' PATH: kubelet wants the real mount.
  mkdir -p "$t"/usr/local/{bin,sbin,lib/busybox}
  chroot "$t" /usr/bin/busybox --install -s /usr/local/lib/busybox
  ln -s busybox "$t/usr/bin/sh"
}

# The ELF kernel within a bzImage: QEMU starts it directly, without the decompressor.
vmlinux_from() {
  local at candidates
  mapfile -t candidates < <(LC_ALL=C grep -abo -P '\x28\xb5\x2f\xfd' "$1" | cut -d: -f1)
  for at in "${candidates[@]}"; do
    if [[ $(tail -c "+$((at + 1))" "$1" | zstd -dcq 2>/dev/null | head -c 4 | tail -c 3) == ELF ]]; then
      tail -c "+$((at + 1))" "$1" | zstd -dcq 2>/dev/null || true # what follows the payload is not zstd
      return
    fi
  done
  die "no kernel found in $1"
}

# A line of kubelet's configuration, where it has such a line: a container that a case killed again and again is back after seconds. What is
# waited for is Palisade.
kubelet_patience() { (($(kubernetes_minor) < 35)) || echo 'crashLoopBackOff: {maxContainerRestartPeriod: 5s}'; }

node_image_build() {
  local t=$OUT/tree
  cp -a "$NODE_TREE/tree" "$t"
  mkdir -p "$t"/{proc,sys,run,tmp,dev,etc/kubernetes,etc/containerd,etc/cni/net.d,opt/cni/bin,usr/local/lib/modules,var/lib/containerd,var/log}
  mkdir -p "$t/usr/local/lib/modules/$(<"$NODE_TREE/kernel-version")"
  cp "$NODE_TREE"/modules/*.ko "$t/usr/local/lib/modules/$(<"$NODE_TREE/kernel-version")/"
  cp -r "$UML"/modules/* "$t/usr/local/lib/modules/"
  install -m755 "${@:1:4}" "$t/usr/local/bin/"
  install -m755 "${@:5}" "$t/opt/cni/bin/"
  install -m755 "$HERE"/node/bed-{setup,run,shell,guest,cgroups} "$t/usr/local/sbin/"
  install -m644 "$HERE/node/inittab" "$t/etc/inittab"
  install -m644 "$HERE/node/containerd.toml" "$t/etc/containerd/config.toml"
  install -m644 "$HERE/node/kubelet.yaml" "$t/etc/kubernetes/"
  kubelet_patience >>"$t/etc/kubernetes/kubelet.yaml"
  install -m644 "$HERE/node/pods.conflist" "$t/etc/cni/"
  node_disk "$OUT/root.img" 4G "$t"

  mkdir -p "$OUT"/initrd/{bin,dev,proc,newroot}
  cp "$NODE_TREE/tree/usr/bin/busybox" "$OUT/initrd/bin/"
  ln -s busybox "$OUT/initrd/bin/sh"
  cp "$NODE_TREE/virtio_blk.ko" "$OUT/initrd/"
  install -m755 "$HERE/node/initrd-init" "$OUT/initrd/init"
  cpio_of "$OUT/initrd" >"$OUT/initrd.cpio"
  rm -rf "$OUT/initrd"
  ln "$NODE_TREE/vmlinux" "$OUT/vmlinux"
}

# node_disk FILE SIZE TREE: a disk with what is in TREE, which goes. A journal, for nodes are reset while they write; no checksums, for they
# cost emulated time and the disk is thrown away.
node_disk() {
  truncate -s "$2" "$1"
  mke2fs -q -t ext4 -J size=16 -O ^metadata_csum,^64bit -m 0 -E lazy_itable_init=1 -d "$3" "$1"
  rm -rf "$3"
}

cpio_of() { (cd "$1" && find . | LC_ALL=C sort | cpio --quiet -o -H newc); }
