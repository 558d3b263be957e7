# shellcheck shell=bash
# A Docker engine of the bed's own, from Debian's packages: in the bed's network namespace, with its mounts, its containers'
# cgroup and its files where the bed finds and removes them, and unseen by a Docker that the machine may have.

DOCKER_SOCKET=$STATE/docker.sock
DOCKER_CGROUP=palisade-$BED

# docker and kind, as everything of the bed calls them.
engine() { inside env DOCKER_HOST="unix://$DOCKER_SOCKET" "$@"; }

engine_up() {
  need_packages dockerd:docker.io runc:runc iptables:iptables jq:jq
  need_packages docker:docker-cli # Debian 12 has it in docker.io
  mkdir -p "$STATE/docker"
  # Mounts of its own: they are gone with its last process.
  spawn_inside dockerd unshare --mount --propagation=private dockerd --host="unix://$DOCKER_SOCKET" --data-root="$STATE/docker/data" --exec-root="$STATE/docker/exec" --pidfile="$STATE/docker/pid" \
    --cgroup-parent="/$DOCKER_CGROUP" --bridge=none --log-level=warn \
    --add-runtime="bed=$HERE/kind/oci-runtime" --default-runtime=bed
  POLL=0.3 until_true 120 engine docker version || die "the Docker engine does not answer: $(tail -3 "$STATE/log/dockerd.log")"
}

# Ends every container, whatever became of the engine. What runs in them is in network namespaces of their own, so it is found
# by its cgroup. The engine has to have ended: it would start them again.
containers_down() {
  local dirs
  mapfile -t dirs < <(container_cgroups)
  ((${#dirs[@]})) || return 0
  until_true 60 containers_killed || die "processes of $DOCKER_CGROUP do not end"
  container_cgroups | tac | while read -r dir; do rmdir "$dir" 2>/dev/null || true; done
}
container_cgroups() { find /sys/fs/cgroup -type d \( -path "*/$DOCKER_CGROUP" -o -path "*/$DOCKER_CGROUP/*" \) 2>/dev/null || true; }
containers_killed() {
  local pids
  mapfile -t pids < <(container_cgroups | while read -r dir; do cat "$dir/cgroup.procs" 2>/dev/null || true; done | sort -un)
  ((${#pids[@]})) || return 0
  kill -KILL "${pids[@]}" 2>/dev/null || true
  return 1
}
