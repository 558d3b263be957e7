# shellcheck shell=bash
# Every process of the cluster is one of the bed's own; the nodes are emulated machines.

# shellcheck disable=SC2034 # read by nodes.sh and network.sh
MACHINES=("${NODES[@]}")

provider_build() { :; }

# provider_up none|vm|NODE,... TAR...
provider_up() {
  local start nodes=$1
  shift
  if [[ $nodes == node* ]]; then
    IFS=, read -ra NODES <<<"$nodes"
    MACHINES=("${NODES[@]}")
  fi
  need_packages ip:iproute2 socat:socat openssl:openssl
  [[ $(id -u) == 0 ]] || die "the native bed needs root: it makes a network namespace"
  use_programs "${CONTROL_PLANE[@]}"
  # Everything is built before anything is started.
  if [[ $nodes != none ]]; then
    need_packages nft:nftables iptables:iptables
    use_programs "${NODE_ANY[@]}"
    machine_part
    node_image_part
    images_part "$@"
  else
    use_programs kwok
  fi
  start=$(now_ms)
  network_up
  pki_make
  if [[ $nodes != none ]]; then nodes_boot; fi
  say "starting the control plane"
  control_plane_up
  say "control plane ready after $(since "$start")"
  if [[ $nodes != none ]]; then
    proxy_up
    nodes_wait "$start"
  else
    kwok_up
  fi
}

# Ends everything by what is recorded, so that it works after a crash and twice in a row.
provider_down() {
  local name
  for name in $(processes); do end "$name"; done
  network_down
  rm -rf "$STATE"
}

provider_status() { processes_status; }
provider_stop() { end "$1"; }
provider_start() { respawn "$1"; }
provider_node_shell() { node_shell "$@"; }
provider_nodes() { machines_up; }
