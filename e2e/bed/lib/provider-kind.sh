# shellcheck shell=bash
# A cluster made by kind in a Docker engine of the bed's own: control plane and node3 are containers, node1 and node2 emulated machines with
# AppArmor on kind's network. (Containers have the kernel of this machine, and with it AppArmor or none.)

# shellcheck disable=SC2034 # read by nodes.sh and network.sh
MACHINES=(node1 node2)
KIND_CONTAINERS=("$BED-control-plane" "$BED-worker")
KIND_NODES=("$BED-control-plane" node3) # as the cluster calls them
KIND_PODS=("$(node_pods node0)" "$(node_pods node3)")

provider_build() {
  go_program kind
  kind_image_part
}

# provider_up vm TAR...
provider_up() {
  local start
  shift
  need_packages ip:iproute2 socat:socat openssl:openssl nft:nftables
  [[ $(id -u) == 0 ]] || die "the bed needs root: it makes a network namespace and starts a Docker engine in it"
  use_programs kubectl kubeadm kind "${NODE_ANY[@]}"
  machine_part
  node_image_part
  images_part "$@"
  kind_image_part
  start=$(now_ms)
  network_up
  # kubeadm takes the authority that it finds, so the machines need not wait for kind.
  pki_authority
  nodes_boot
  engine_up
  kind_network
  engine docker import --change 'ENTRYPOINT ["/bin/busybox","init"]' "$KIND_IMAGE/root.tar" "$KIND_NODE" >/dev/null
  say "Docker engine and node image ready after $(since "$start")"
  kind_create
  say "kind's cluster created after $(since "$start")"
  kind_join_network
  kind_load "$@"
  proxy_up
  nodes_wait "$start"
}
KIND_NODE=bed.local/kind-node:1

# kind puts its containers into a network of this name; here it is the bridge of the emulated nodes.
kind_network() {
  engine docker network create kind --driver bridge --subnet "${GATEWAY%.*}.0/24" --gateway "$GATEWAY" --ip-range "${GATEWAY%.*}.128/25" \
    --opt com.docker.network.bridge.name=br0 --opt com.docker.network.bridge.enable_ip_masquerade=false >/dev/null
}

# kubeadm_args NAME VALUE: one argument, as the version of kubeadm's configuration has it that kind writes: v1beta4 from 1.36 on.
kubeadm_args() { if (($(kubernetes_minor) >= 36)); then echo "[{name: $1, value: \"$2\"}]"; else echo "{$1: \"$2\"}"; fi; }

kind_create() {
  sed "s#@ETCD_VERSION@#$(etcd_version)#; s#@ETCD_ARGS@#$(kubeadm_args unsafe-no-fsync true)#; s#@ALONE@#$(kubeadm_args leader-elect false)#; s#@PATIENCE@#$(kubelet_patience)#; s#@NAME@#$BED#; s#@GATEWAY@#$GATEWAY#; s#@SERVICES@#$SERVICES#; s#@PODS@#$PODS#; s#@PKI@#$STATE/pki#" \
    "$HERE/kind/cluster.yaml" >"$STATE/kind.yaml"
  # HOME: Docker's and kind's own settings of whoever runs this.
  engine env HOME="$STATE" "$BIN/kind" create cluster --config "$STATE/kind.yaml" --image "$KIND_NODE" --kubeconfig "$STATE/kind.kubeconfig" \
    --retain >"$STATE/log/kind.log" 2>&1 || die "kind could not create the cluster: $(grep -a ERROR "$STATE/log/kind.log" | tail -3); all of it in $STATE/log/kind.log"
  local address
  address=$(forward apiserver "$GATEWAY:6443")
  sed "s#server: .*#server: https://$address#" "$STATE/kind.kubeconfig" >"$KUBECONFIG_OUT"
  POLL=0.5 until_true 120 k get --raw /readyz || die "kind's API server does not answer: $(k get --raw /readyz 2>&1 | tail -1)"
}

# The containers' pods have ranges of their own, as those of the machines have.
kind_join_network() {
  local i
  for i in "${!KIND_CONTAINERS[@]}"; do kind_cni "${KIND_CONTAINERS[i]}" "${KIND_PODS[i]}"; done
}
kind_cni() {
  local address
  address=$(engine docker inspect --format '{{.NetworkSettings.Networks.kind.IPAddress}}' "$1")
  inside ip route replace "$2" via "$address"
  sed "s#@PODS@#$2#" "$HERE/node/pods.conflist" | engine docker exec -i "$1" sh -c 'cat >/etc/cni/net.d/10-bed.conflist'
}

# The containers get the same images as the machines' disk has.
kind_load() {
  local node tar
  for node in "${KIND_CONTAINERS[@]}"; do
    for tar in "$@"; do
      engine docker exec -i "$node" ctr -n k8s.io images import --local --label io.cri-containerd.pinned=pinned - <"$tar" >>"$STATE/log/kind.log" 2>&1
    done
  done
}

provider_down() {
  local name
  for name in $(processes); do end "$name"; done
  containers_down
  network_down
  rm -rf "$STATE"
}

provider_status() {
  processes_status
  engine docker ps --format '{{.Names}}: {{.Status}}'
}

# The control plane's processes are static pods: one is stopped by taking its manifest from kubelet, and killed at once.
declare -gA KIND_STATIC=([apiserver]=kube-apiserver [controller-manager]=kube-controller-manager [scheduler]=kube-scheduler [etcd]=etcd)

provider_stop() {
  local p=${KIND_STATIC[$1]-}
  if [[ -z $p ]]; then end "$1"; return; fi
  kind_in "${KIND_CONTAINERS[0]}" "mkdir -p /kind/held; [ ! -f /etc/kubernetes/manifests/$p.yaml ] || mv /etc/kubernetes/manifests/$p.yaml /kind/held/"
  until_true 60 kind_stopped "$p" || die "$1 does not end"
}
# Kubelet may start it once more before it has seen that the manifest is gone.
kind_stopped() { ! kind_in "${KIND_CONTAINERS[0]}" "pids=\$(pidof $1) && kill -KILL \$pids"; }

provider_start() {
  local p=${KIND_STATIC[$1]-}
  if [[ -z $p ]]; then respawn "$1"; return; fi
  kind_in "${KIND_CONTAINERS[0]}" "[ ! -f /kind/held/$p.yaml ] || mv /kind/held/$p.yaml /etc/kubernetes/manifests/"
}

# kind_in CONTAINER COMMAND: a shell command in a node that is a container.
kind_in() { engine docker exec "$1" sh -c "PATH=\$PATH:/usr/local/lib/busybox; $2"; }

provider_node_shell() {
  local i
  for i in "${!KIND_NODES[@]}"; do
    if [[ ${KIND_NODES[i]} == "$1" ]]; then kind_in "${KIND_CONTAINERS[i]}" "$2"; return; fi
  done
  node_shell "$@"
}

provider_nodes() { printf '%s\n' "${KIND_NODES[@]}"; machines_up; }
