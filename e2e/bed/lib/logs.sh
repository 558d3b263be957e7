# shellcheck shell=bash
# What one wants to see after a failure, in one directory.

# logs DIRECTORY
logs() {
  local n f
  mkdir -p "$1/objects"
  cp "$STATE"/log/* "$1/"
  k get events -A --sort-by=.lastTimestamp >"$1/events.txt" 2>&1 || true
  k get nodes,pods -A -o wide >"$1/overview.txt" 2>&1 || true
  # Secrets stay out: these directories are kept and shown around.
  for n in nodes pods deployments replicasets daemonsets poddisruptionbudgets services configmaps \
    $(k api-resources --api-group=palisade.dev -o name 2>/dev/null); do
    k get "$n" -A -o yaml --show-managed-fields >"$1/objects/${n%%.*}.yaml" 2>&1 || true
  done
  pod_logs "$1/pods"
  for n in "${NODES[@]}"; do
    pid_of "$n" >/dev/null || continue
    for f in kubelet containerd; do
      BED_SHELL_TIMEOUT=30 node_shell "$n" "tail -n 5000 /var/log/$f.log" >"$1/$n-$f.log" || true
    done
    BED_SHELL_TIMEOUT=30 node_shell "$n" 'dmesg; cat /sys/kernel/security/apparmor/profiles; ps' >"$1/$n-kernel.log" 2>&1 || true
  done
  say "logs in $1"
}

# The logs of all pods, and of the containers before their last restart.
pod_logs() {
  local namespace name
  mkdir -p "$1"
  k get pods -A --no-headers 2>/dev/null | while read -r namespace name _; do
    k logs -n "$namespace" "$name" --all-containers --prefix --tail=2000 --request-timeout=15s >"$1/$namespace-$name.log" 2>&1 </dev/null || true
    k logs -n "$namespace" "$name" --all-containers --prefix --tail=500 --previous --request-timeout=15s >"$1/$namespace-$name.previous.log" 2>/dev/null </dev/null || true
  done
  find "$1" -empty -type f -delete
}
