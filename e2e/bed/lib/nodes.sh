# shellcheck shell=bash
# Nodes: machines with a kernel of their own, because AppArmor needs one and not every machine has KVM. BED_MACHINE=uml, which is quick
# (uml.sh), or qemu, emulated in software; uml where it starts.

NODE_ANY=(kube-proxy)                  # programs that only a bed with nodes needs
node_memory() { [[ $1 == node3 ]] && echo 1024 || echo 1536; } # MiB; on the native bed the operator, a JVM, lands on node1 or node2
# node3 is the node without AppArmor of a mixed cluster. Its taint keeps other cases' pods away.
node_kernel_args() { [[ $1 == node3 ]] && echo "apparmor=0" || echo "apparmor=1"; }
node_kubelet_flags() {
  [[ $1 == node3 ]] || return 0
  echo "--register-with-taints=palisade.dev/no-apparmor=true:NoSchedule --node-labels=palisade.dev/test-apparmor=false"
}

# Sets BED_MACHINE, and makes what such machines need.
machine_part() {
  uml_part
  if [[ -z ${BED_MACHINE-} ]]; then
    if uml_starts; then BED_MACHINE=uml; else BED_MACHINE=qemu; fi
  fi
  case $BED_MACHINE in
    uml) ;;
    qemu)
      qemu_part
      need_packages qemu-img:qemu-utils gcc:gcc
      ;;
    *) die "BED_MACHINE='$BED_MACHINE': expected uml or qemu" ;;
  esac
}

# Boots all nodes at once. They take longer than the control plane, which therefore need not be ready yet.
nodes_boot() {
  local n
  mkdir -p "$STATE/nodes"
  for n in "${MACHINES[@]}"; do node_start "$n"; done
  say "nodes booting, by $BED_MACHINE: ${MACHINES[*]}"
}

# Names of the machines that run.
machines_up() {
  local n
  for n in "${MACHINES[@]}"; do
    if pid_of "$n" >/dev/null; then echo "$n"; fi
  done
}

# One proxy at the gateway serves every node: the pods' packets to service addresses leave by the node's default route.
# --masquerade-all: the answers of a pod on the asking pod's own node have to come back this way too.
proxy_up() {
  pki_client proxy system:kube-proxy
  pki_kubeconfig proxy
  local mode=nftables
  if ! { inside nft add table ip bed-probe && inside nft delete table ip bed-probe; } 2>/dev/null; then mode=iptables; fi
  spawn_inside proxy "$BIN/kube-proxy" --kubeconfig="$STATE/conf/proxy.conf" --proxy-mode=$mode --masquerade-all \
    --hostname-override=gateway --healthz-bind-address=127.0.0.1:10256 --metrics-bind-address=127.0.0.1:10249 --conntrack-max-per-core=0
}

# nodes_wait START: until all are Ready.
nodes_wait() {
  local n
  for n in "${NODES[@]}"; do
    POLL=1 until_true 600 node_ready "$n" || die "$n is not Ready: see $STATE/log/$n.*"
    say "$n Ready after $(since "$1")"
  done
}

node_ready() { [[ $(k get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') == True ]]; }
node_boot_id() { k get node "$1" -o 'jsonpath={.status.nodeInfo.bootID}'; }

# The guests' time stamp counter is the host's. On a busy host a guest measures its rate wrongly (five times too low was seen),
# and its clock runs as wrong for the rest of its life; so it is told.
tsc_rate() {
  gcc -O1 -o "$STATE/tsc" "$HERE/tsc.c"
  "$STATE/tsc"
}

# node_identity NODE ADDRESS GATEWAY [GUEST]: a tar of what is this node's own in /etc/kubernetes.
node_identity() {
  local n=$1 d
  d=$(mktemp -d)
  pki_client "kubelet-$n" "system:node:$n" system:nodes "IP:$2,DNS:$n"
  pki_kubeconfig "kubelet-$n" /etc/kubernetes
  cp "$STATE/conf/kubelet-$n.crt" "$d/kubelet.crt"
  cp "$STATE/conf/kubelet-$n.key" "$d/kubelet.key"
  cp "$STATE/conf/kubelet-$n.conf" "$d/kubelet.conf"
  cp "$STATE/pki/ca.crt" "$d/ca.crt"
  cat >"$d/identity" <<SH
NAME=$n
ADDRESS=$2
GATEWAY=$3
PODS=$(node_pods "$n")
GUEST=${4-}
KUBELET_FLAGS='$(node_kubelet_flags "$n")'
SH
  tar -C "$d" -c .
  rm -r "$d"
}

node_start() {
  local n=$1 d=$STATE/nodes/$1
  mkdir -p "$d/cpio/identity"
  node_identity "$n" "$(node_address "$n")" "$GATEWAY" | tar -C "$d/cpio/identity" -x
  # A kernel unpacks archives one after the other: the common initrd, then this node's identity.
  { cat "$NODE_IMAGE/initrd.cpio"; cpio_of "$d/cpio"; } >"$d/initrd"
  rm -rf "$d/cpio"
  mkfifo "$d"/shell.{in,out}
  "machine_$BED_MACHINE" "$n" "$d"
}

# machine_uml NODE DIRECTORY
machine_uml() {
  local n=$1 i=${1#node} d=$2
  spawn_inside "$n" "$UML/run" "$d/shell" mem="$(node_memory "$n")M" umid="$BED-$n" uml_dir="$d/" initrd="$d/initrd" \
    ubd0="$d/root.cow,$NODE_IMAGE/root.img" ubd1="$d/images.cow,$IMAGES/images.img" \
    "vec0:transport=tap,ifname=tap-$n,depth=128,gro=1,mac=52:54:00:00:01:0$i" \
    "${UML_OPTIONS[@]}" ssl0=fd:3,fd:4 rw audit=1 lsm=yama,apparmor "$(node_kernel_args "$n")"
}

# machine_qemu NODE DIRECTORY
machine_qemu() {
  : "${TSC_KHZ:=$(tsc_rate)}"
  local n=$1 i=${1#node} d=$2
  qemu-img create -q -f qcow2 -b "$NODE_IMAGE/root.img" -F raw "$d/root.qcow2"
  qemu-img create -q -f qcow2 -b "$IMAGES/images.img" -F raw "$d/images.qcow2"
  qemu-img create -q -f qcow2 -b "$IMAGES/images.img" -F raw "$d/guest.qcow2"

  local disk=if=none,cache=unsafe,aio=threads,discard=unmap
  # Kernel arguments: no work that only matters on bare metal, and time sources that do not need calibrating.
  spawn_inside "$n" "$QEMU" -name "$n" -machine q35,acpi=on,hpet=off,vmport=off -accel "${BED_ACCEL:-tcg,thread=multi,tb-size=512}" \
    -cpu qemu64 -smp 1 -m "$(node_memory "$n")" -nodefaults -vga none -display none -no-reboot -rtc base=utc \
    -kernel "$NODE_IMAGE/vmlinux" -initrd "$d/initrd" \
    -append "rw console=ttyS0 panic=-1 net.ifnames=0 ipv6.disable=1 audit=1 mitigations=off nokaslr random.trust_cpu=on tsc=reliable tsc_early_khz=$TSC_KHZ no_timer_check lpj=4000000 $(node_kernel_args "$n")" \
    -chardev "file,id=console,path=$STATE/log/$n.console,append=on" -serial chardev:console \
    -device virtio-serial-pci -chardev "pipe,id=shell,path=$d/shell" -device virtconsole,chardev=shell \
    -drive "file=$d/root.qcow2,id=root,$disk" -device virtio-blk-pci,drive=root \
    -drive "file=$d/images.qcow2,id=images,$disk" -device virtio-blk-pci,drive=images \
    -drive "file=$d/guest.qcow2,id=guest,$disk" -device virtio-blk-pci,drive=guest \
    -netdev "tap,id=net,ifname=tap-$n,script=no,downscript=no" -device "virtio-net-pci,netdev=net,mac=52:54:00:00:01:0$i,romfile=" \
    -device virtio-rng-pci
}

# node_reboot NODE [--wait]: pulls the plug and boots again from the same disks.
node_reboot() {
  local before=''
  [[ -d $STATE/nodes/$1 ]] || die "no machine '$1' to reset; there are: ${MACHINES[*]}"
  # Without --wait the API server may be away.
  if [[ ${2-} == --wait ]]; then before=$(node_boot_id "$1"); fi
  end "$1"
  respawn "$1"
  [[ ${2-} == --wait ]] || return 0
  POLL=1 until_true 600 node_back "$1" "$before" || die "$1 is not Ready again"
}
node_back() { [[ $(node_boot_id "$1") != "$2" ]] && node_ready "$1"; }
