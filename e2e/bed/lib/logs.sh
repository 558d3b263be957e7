# shellcheck shell=bash
# What one wants to see after a failure, in one directory.

# logs DIRECTORY
logs() {
  local n
  mkdir -p "$1/objects"
  find "$STATE/log" -type f -exec cp {} "$1/" \;
  k get events -A --sort-by=.lastTimestamp >"$1/events.txt" 2>&1 || true
  k get nodes,pods -A -o wide >"$1/overview.txt" 2>&1 || true
  # Secrets stay out: these directories are kept and shown around.
  for n in nodes pods deployments replicasets daemonsets poddisruptionbudgets services configmaps \
    $(k api-resources --api-group=palisade.dev -o name 2>/dev/null); do
    k get "$n" -A -o yaml --show-managed-fields >"$1/objects/${n%%.*}.yaml" 2>&1 || true
  done
  # Side by side: it is the nodes that are slow.
  pod_logs "$1/pods" &
  for n in $(provider_nodes); do node_logs "$n" "$1/$n" & done
  wait
  say "logs in $1"
}

node_logs() {
  local f
  for f in kubelet containerd; do
    BED_SHELL_TIMEOUT=30 provider_node_shell "$1" "tail -n 5000 /var/log/$f.log" >"$2-$f.log" || true
  done
  BED_SHELL_TIMEOUT=30 provider_node_shell "$1" 'dmesg; cat /sys/kernel/security/apparmor/profiles; ps' >"$2-kernel.log" || true
}

# The logs of all pods that ever ran, and of their containers before the last restart. A JVM that was asked what its heap holds has
# printed 1,400 lines each time.
pod_logs() {
  local namespace name restarts
  local columns='jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name} {.status.containerStatuses[*].restartCount}{"\n"}{end}'
  mkdir -p "$1"
  while read -r namespace name restarts; do
    pod_log "$1/$namespace-$name.log" -n "$namespace" "$name" --tail=20000
    [[ ! $restarts =~ [1-9] ]] || pod_log "$1/$namespace-$name.previous.log" -n "$namespace" "$name" --tail=20000 --previous
  done < <(k get pods -A -o "$columns" || true)
}
pod_log() { k logs --all-containers --prefix --request-timeout=15s "${@:2}" >"$1" 2>&1 </dev/null || true; }
