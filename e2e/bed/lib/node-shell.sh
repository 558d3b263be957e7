# shellcheck shell=bash
# A line to a node that needs neither its network nor its kubelet: a console device, with bed-shell at the other end.

# node_shell NODE COMMAND: runs a shell command in a node; prints what it prints and returns what it returns.
node_shell() {
  if [[ -f $STATE/nodes/$1/machine ]]; then
    node_shell "$(<"$STATE/nodes/$1/machine")" "bed-guest shell \"\$(echo $(printf '%s' "$2" | base64 -w0) | base64 -d)\""
    return
  fi
  local n=$1 d=$STATE/nodes/$1 id=$RANDOM$RANDOM line rest pid began='' held='' code=255 limit=${BED_SHELL_TIMEOUT:-60} to from
  [[ -p $d/shell.in ]] || die "no node '$n'"
  pid=$(pid_of "$n") || die "$n is not running"
  exec 7>"$d/shell.lock"
  flock 7 # the line has room for one
  # For both directions, so that opening waits for nobody.
  exec {to}<>"$d/shell.in" {from}<>"$d/shell.out"
  printf '%s %s %s\n' "$id" "$limit" "$(printf '%s' "$2" | base64 -w0)" >&"$to"
  limit=$(($(now_ms) + (limit + 20) * 1000))
  while true; do
    line=''
    until IFS= read -r -t 2 -u "$from" rest; do
      line+=$rest
      # It may have ended, and another of its name have begun.
      [[ $(pid_of "$n") == "$pid" ]] && (($(now_ms) < limit)) || break 2
    done
    line+=$rest
    if [[ -z $began ]]; then
      [[ $line != *"$id begin" ]] || began=1
      continue
    fi
    if [[ $line == "$id end "* ]]; then code=${line##* }; break; fi
    # The newline before the end line is not the command's.
    printf '%s' "$held$line"
    held=$'\n'
  done
  exec {to}>&- {from}<&- 7>&-
  [[ $code != 255 ]] || say "$n does not answer"
  return "$code"
}
