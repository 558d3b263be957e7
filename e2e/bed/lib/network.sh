# shellcheck shell=bash
# The bed's network namespace. Everything of a bed has the same addresses in every bed; only the forwarders, which listen on
# the host's loopback, choose free ports. Unix sockets cross network namespaces, and that is how a connection gets inside.

GATEWAY=172.30.0.1
NODES=(node1 node2 node3)
node_address() { echo "172.30.0.1${1#node}"; }
node_pods() { echo "10.244.${1#node}.0/24"; }
SERVICES=10.96.0.0/16
PODS=10.244.0.0/16

network_up() {
  local n
  need_packages sysctl:procps
  ip netns add "$NETNS"
  inside ip link set lo up
  inside sysctl -qw net.ipv4.ip_forward=1
  # Where bridges call iptables (module br_netfilter), a service's packet is given its destination while it is still being bridged:
  # it goes out twice, and never to the node that it came from.
  if inside test -e /proc/sys/net/bridge; then inside sysctl -qw net.bridge.bridge-nf-call-iptables=0; fi
  inside ip link add br0 type bridge
  inside ip addr add "$GATEWAY/24" dev br0
  inside ip link set br0 up
  # A packet needs a route before the proxy gives it another destination.
  inside ip route add "$SERVICES" dev br0
  for n in "${MACHINES[@]}"; do
    inside ip tuntap add "tap-$n" mode tap
    inside ip link set "tap-$n" master br0 up
    inside ip route add "$(node_pods "$n")" via "$(node_address "$n")"
  done
}

network_down() {
  local pid
  [[ -e /run/netns/$NETNS ]] || return 0
  # Whatever lives in the namespace is the bed's own, recorded or not.
  for pid in $(ip netns pids "$NETNS" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
  until_true 60 namespace_empty || die "processes in $NETNS do not end: $(ip netns pids "$NETNS")"
  ip netns del "$NETNS"
}
namespace_empty() { [[ -z $(ip netns pids "$NETNS") ]]; }

# forward NAME HOST:PORT: a connection to the port printed reaches HOST:PORT as seen from inside.
forward() {
  local name=$1 target=$2 port
  [[ $name =~ ^[a-z0-9-]{1,40}$ ]] || die "'$name': a forward's name has one to forty characters of a-z0-9-"
  [[ $target == *:* ]] || die "'$target': expected HOST:PORT"
  unforward "$name"
  mkdir -p "$STATE/fwd"
  # -t: how long one direction may go on after the other has ended.
  spawn_inside "fwd-$name-in" socat -t 10 "UNIX-LISTEN:$STATE/fwd/$name,fork,backlog=1024,mode=600" "TCP:$target,nodelay"
  until_true 60 test -S "$STATE/fwd/$name" || die "forward $name: $(tail -1 "$STATE/log/fwd-$name-in.log")"
  spawn "fwd-$name-out" socat -t 10 "TCP-LISTEN:${3:-0},bind=127.0.0.1,fork,reuseaddr,backlog=1024,nodelay" "UNIX-CONNECT:$STATE/fwd/$name"
  until_true 60 forward_port "$name" || die "forward $name: $(tail -1 "$STATE/log/fwd-$name-out.log")"
  port=$(forward_port "$name")
  echo "$port" >"$STATE/fwd/$name.port"
  echo "127.0.0.1:$port"
}

forward_port() {
  local pid
  pid=$(pid_of "fwd-$1-out") && ss -Hltnp | awk -v p="pid=$pid," 'index($0, p) {sub(/.*:/, "", $4); print $4; found = 1} END {exit !found}'
}

unforward() {
  end "fwd-$1-out"
  end "fwd-$1-in"
  rm -f "$STATE/fwd/$1" "$STATE/fwd/$1.port" "$STATE/run/fwd-$1-"{in,out}.*
}
