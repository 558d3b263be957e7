# shellcheck shell=bash
# A node image for kind without a registry: the Debian tree of the emulated nodes, the same programs, and the control plane's images
# made from the programs that the native bed runs.

KIND_PROGRAMS=(containerd containerd-shim-runc-v2 ctr kubelet kubeadm kubectl bridge host-local loopback)
KIND_STATIC_PODS=(kube-apiserver kube-controller-manager kube-scheduler etcd)

# Sets KIND_IMAGE to a directory with root.tar.
kind_image_part() {
  local p programs=() pods=() key
  need_packages gcc:gcc
  own_images_part
  for p in "${KIND_PROGRAMS[@]}"; do go_program "$p"; programs+=("$PROGRAM"); done
  for p in "${KIND_STATIC_PODS[@]}"; do go_program "$p"; pods+=("$PROGRAM"); done
  key=$({ echo "${OWN_IMAGES##*/} ${programs[*]#"$CACHE"} ${pods[*]#"$CACHE"}"; cat "$HERE"/kind/{inittab,kind-*,default-storage.yaml} "$HERE"/node/{bed-cgroups,containerd.toml}
    declare -f kind_image_build images_unpack image_tar; } | sha)
  part kind-image "$key" "about 30 s" kind_image_build "${programs[@]}" "${pods[@]}"
  KIND_IMAGE=$PART
}

kind_image_build() {
  local programs=("${@:1:${#KIND_PROGRAMS[@]}}") pods=("${@:${#KIND_PROGRAMS[@]}+1}") t=$OUT/tree p i tag
  cp -a "$NODE_TREE/tree" "$t"
  mkdir -p "$t"/{proc,sys,run,tmp,dev,kind/manifests,etc/kubernetes/manifests,etc/containerd,etc/cni/net.d,opt/cni/bin,var/lib/kubelet,var/log}
  for i in "${!programs[@]}"; do
    case ${KIND_PROGRAMS[i]} in
      bridge | host-local | loopback) install -m755 "${programs[i]}" "$t/opt/cni/bin/" ;;
      *) install -m755 "${programs[i]}" "$t/usr/local/bin/" ;;
    esac
  done
  install -m755 "$HERE"/kind/kind-{setup,run} "$HERE/node/bed-cgroups" "$t/usr/local/sbin/"
  install -m644 "$HERE/kind/inittab" "$t/etc/inittab"
  # A machine without CAP_SYS_RESOURCE cannot lower an oom_score_adj.
  sed 's/^\[plugins."io.containerd.cri.v1.runtime"\]$/&\n  restrict_oom_score_adj = true/' "$HERE/node/containerd.toml" >"$t/etc/containerd/config.toml"
  # kind's contract with its node images.
  kubernetes_version | tr -d '\n' >"$t/kind/version"
  printf '# the bed has a network of its own\n' >"$t/kind/manifests/default-cni.yaml"
  install -m644 "$HERE/kind/default-storage.yaml" "$t/kind/manifests/"

  mkdir "$OUT/pods"
  for i in "${!pods[@]}"; do
    p=${KIND_STATIC_PODS[i]} tag=$(kubernetes_version)
    [[ $p != etcd ]] || tag=$(etcd_version)
    mkdir -p "$OUT/pod/bin"
    install -m755 "${pods[i]}" "$OUT/pod/bin/"
    # As kind-run has it for the others.
    image_tar "bed.local/$p:$tag" "$OUT/pod" "[\"/bin/$p\"]" "$OUT/pods/$p.tar" GOGC=400
    rm -rf "$OUT/pod"
  done
  images_unpack "$t/var/lib/containerd" "$t/usr/local/bin/containerd" "$t/usr/local/bin/ctr" "$OUT"/pods/*.tar
  tar -C "$t" --numeric-owner --xattrs --xattrs-include='*' -cf "$OUT/root.tar" .
  rm -rf "$t" "$OUT/pods"
}
