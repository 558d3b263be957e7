# shellcheck shell=bash
# A node in a container of a machine (node/bed-guest), as kind's nodes are on a host with AppArmor: two nodes, one kernel.

GUEST=node4

# guest_start MACHINE
guest_start() {
  local m=$1 d=$STATE/nodes/$GUEST
  pid_of "$m" >/dev/null || die "no machine '$m' that runs; there are: $(machines_up | paste -sd' ')"
  # Of User Mode Linux one that had run pods could not be ended (docs/design/0023).
  [[ ! -e $STATE/nodes/$m/root.cow ]] || die "a guest needs an emulated machine: bring the bed up with BED_MACHINE=qemu"
  [[ ! -e $d ]] || die "there is a guest already, on $(<"$d/machine")"
  mkdir -p "$d"
  echo "$m" >"$d/machine"
  node_identity "$GUEST" "$(guest_address "$m")" "$(pods_gateway "$m")" yes >"$d/etc.tar"
  inside ip route replace "$(node_pods "$GUEST")" via "$(node_address "$m")"
  node_shell "$m" "echo $(base64 -w0 "$d/etc.tar") | base64 -d | bed-guest start"
  POLL=1 until_true 600 node_ready "$GUEST" || die "$GUEST is not Ready: see /var/log/guest.log and /run/guest/upper/var/log on $m"
}
guest_address() { local pods; pods=$(node_pods "$1"); echo "${pods%.*}.200"; }
pods_gateway() { local pods; pods=$(node_pods "$1"); echo "${pods%.*}.1"; }

guest_end() {
  local d=$STATE/nodes/$GUEST
  [[ -e $d ]] || die "there is no guest"
  node_shell "$(<"$d/machine")" "bed-guest end"
  inside ip route del "$(node_pods "$GUEST")"
  k delete node "$GUEST" >/dev/null
  rm -r "$d"
}
