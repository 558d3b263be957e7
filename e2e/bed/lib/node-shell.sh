# shellcheck shell=bash
# A line to a node that needs neither its network nor its kubelet: a console device, with bed-shell at the other end.

# node_shell NODE COMMAND: runs a shell command in a node; prints what it prints and returns what it returns.
node_shell() {
  if [[ -f $STATE/nodes/$1/machine ]]; then
    node_shell "$(<"$STATE/nodes/$1/machine")" "bed-guest shell \"\$(echo $(printf '%s' "$2" | base64 -w0) | base64 -d)\""
    return
  fi
  local n=$1 socket=$STATE/nodes/$1/shell id=$RANDOM$RANDOM line began='' held='' code=255
  [[ -S $socket ]] || die "no node '$n'"
  pid_of "$n" >/dev/null || die "$n is not running"
  exec 7>"$STATE/nodes/$n/shell.lock"
  flock 7 # the line has room for one
  coproc SHELL_LINE { exec socat -T "$((${BED_SHELL_TIMEOUT:-60} + 20))" - "UNIX-CONNECT:$socket" 7>&-; }
  # shellcheck disable=SC2153
  local line_pid=$SHELL_LINE_PID from=${SHELL_LINE[0]} to=${SHELL_LINE[1]}
  printf '%s %s %s\n' "$id" "${BED_SHELL_TIMEOUT:-60}" "$(printf '%s' "$2" | base64 -w0)" >&"$to"
  while IFS= read -r line <&"$from"; do
    if [[ -z $began ]]; then
      [[ $line != *"$id begin" ]] || began=1
      continue
    fi
    if [[ $line == "$id end "* ]]; then code=${line##* }; break; fi
    # The newline before the end line is not the command's.
    printf '%s' "$held$line"
    held=$'\n'
  done
  kill "$line_pid" 2>/dev/null || true
  exec 7>&-
  [[ $code != 255 ]] || say "$n does not answer"
  return "$code"
}
