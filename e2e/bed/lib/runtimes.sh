# shellcheck shell=bash
# A container of an OCI runtime of this machine's distribution, under a seccomp filter: whether the runtime itself gets along with it.
# Needs no bed that is up.

# Sets STARTED to the path of the program that such a container runs.
started_part() {
  local key
  need_packages gcc:gcc
  key=$({ cat "$HERE/started.c"; declare -f started_build; } | sha)
  part started "$key" "" started_build
  STARTED=$PART/started
}

started_build() { gcc -O2 -Wall -Wextra -Werror -static -nostdlib -fno-stack-protector -o "$OUT/started" "$HERE/started.c"; }

# runtime_start RUNTIME FILTER: starts a container and a second process in it, as the kubelet and 'kubectl exec' have it done. Fails,
# with what the runtime said, unless both say that they were started.
runtime_start() {
  local name=palisade-started-$$ dir failed='' process
  local runtime=(unshare --mount --propagation=private sh -c 'mount -t cgroup2 none /sys/fs/cgroup && exec "$@"' - "$1")
  # Not every runtime gets along with a machine that has cgroups of both versions: they see one hierarchy.
  # And crun raises a limit for the device program, which a machine that is itself a container may not.
  [[ $1 != crun ]] || runtime+=(--cgroup-manager=disabled)
  need_packages "$1:$1" jq:jq
  started_part
  dir=$(mktemp -d)
  mkdir -p "$dir/rootfs"/{proc,dev,sys}
  cp "$STARTED" "$dir/rootfs/started"
  (cd "$dir" && "$1" spec)
  # A machine that is itself a container may not raise limits.
  jq --slurpfile seccomp "$2" '.process.terminal = false | .process.args = ["/started", "wait"] | del(.process.rlimits) |
    .process.cwd = "/" | .linux.seccomp = $seccomp[0]' "$dir/config.json" >"$dir/config"
  mv "$dir/config" "$dir/config.json"
  say "$("$1" --version | head -1)"
  timeout 60 "${runtime[@]}" --root "$dir/state" run --detach --bundle "$dir" "$name" </dev/null >"$dir/run" 2>&1 &&
    timeout 60 "${runtime[@]}" --root "$dir/state" exec "$name" /started </dev/null >"$dir/exec" 2>&1 || failed=yes
  timeout 60 "${runtime[@]}" --root "$dir/state" delete --force "$name" >"$dir/delete" 2>&1 || true
  for process in run exec; do
    [[ $(cat "$dir/$process" 2>/dev/null) == started ]] || failed=yes
  done
  [[ ! $failed ]] || tail -v -n 5 "$dir"/{run,exec,delete} >&2 2>/dev/null || true
  rm -rf "$dir"
  [[ ! $failed ]] || die "$1: no container under $2"
}
