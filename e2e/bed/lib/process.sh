# shellcheck shell=bash
# Long-running processes of a bed. Each leads a session of its own and writes its own record before it becomes the program,
# so that there is no moment at which it runs unrecorded.

# Words that name a process for good: a reused pid has another start time, and start times begin anew with each boot.
process_id() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # Fields after the command name, which may hold blanks and parentheses itself: state is the first, start time the 20th.
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != [ZX] ]] || return 1
  echo "$1 ${stat[19]} $(</proc/sys/kernel/random/boot_id)"
}

# pid_of NAME: the pid of a process of the bed, if it is alive.
pid_of() {
  local record
  record=$(cat "$STATE/run/$1.pid" 2>/dev/null) || return 1
  [[ -n $record && $(process_id "${record%% *}") == "$record" ]] && echo "${record%% *}"
}

# spawn NAME COMMAND...: starts a process on the host; spawn_inside: in the bed's network namespace.
spawn() {
  local name=$1; shift
  mkdir -p "$STATE/run" "$STATE/log"
  printf '%s\0' "$@" >"$STATE/run/$name.argv"
  rm -f "$STATE/run/$name.pid"
  # shellcheck disable=SC2016 # expands in the new process. The locks of 'bed' (9 and up) must not live on in what it starts.
  # Go's collector comes a quarter as often: memory is not what is short.
  GOGC=400 setsid bash -c "$(declare -f process_id)"'; process_id $$ >"$0.new" && mv "$0.new" "$0" && exec "$@"' \
    "$STATE/run/$name.pid" "$@" </dev/null >>"$STATE/log/$name.log" 2>&1 9>&- 8>&- &
  disown $!
  until_true 60 test -s "$STATE/run/$name.pid" || die "$name did not start: $(tail -3 "$STATE/log/$name.log")"
}
spawn_inside() { local name=$1; shift; spawn "$name" nsenter --net="/run/netns/$NETNS" "$@"; }

# respawn NAME: the same command again.
respawn() {
  local argv
  [[ -f $STATE/run/$1.argv ]] || die "the bed '$BED' has no process '$1'; it has: $(processes | tr '\n' ' ')"
  if pid_of "$1" >/dev/null; then return; fi
  mapfile -d '' argv <"$STATE/run/$1.argv"
  spawn "$1" "${argv[@]}"
}

# Names of all processes ever started in this bed.
processes() { find "$STATE/run" -name '*.argv' -printf '%f\n' 2>/dev/null | sed 's/\.argv$//' | sort; }

processes_status() {
  local name pid
  for name in $(processes); do
    if pid=$(pid_of "$name"); then echo "$name: running, pid $pid"; else echo "$name: not running"; fi
  done
}

# end NAME: KILL, and wait until it is gone. (After TERM a server may hold its port until long after the next start.)
end() {
  local pid
  pid=$(pid_of "$1") || return 0
  # The whole session: socat has a child for each connection.
  kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
  until_true 60 gone "$1" "$pid" || die "$1 (pid $pid) does not end"
}

# gone NAME PID: its first thread may be a zombie while others still end and hold its ports.
gone() {
  local threads=("/proc/$2/task/"*)
  ! pid_of "$1" && ((${#threads[@]} <= 1))
}

# inside COMMAND...: runs a command in the bed's network namespace.
inside() { nsenter --net="/run/netns/$NETNS" "$@"; }
