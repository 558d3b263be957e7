# shellcheck shell=bash
# For the self-tests of the bed: what is checked of a bed named by BED, from its own directory.
STATE=${PALISADE_STATE:-${XDG_RUNTIME_DIR:-/run}/palisade}/$BED
# shellcheck disable=SC2034 # the scripts end with it
FAILED=0

check() { # DESCRIPTION COMMAND...
  local what=$1; shift
  if "$@"; then echo "ok    $what"; else echo "WRONG $what"; FAILED=1; fi
}
# shellcheck disable=SC2009 # the command line is what tells
nothing_left() {
  [[ ! -e /run/netns/palisade-$BED ]] && [[ ! -e $STATE ]] && ! ps -eo stat=,args= | grep -v '^Z' | grep -q "[p]alisade/$BED/" &&
    [[ -z $(find /sys/fs/cgroup -type d -name "palisade-$BED" -print -quit 2>/dev/null) ]]
}
refuses() { ! "$@" 2>/dev/null; }
answers() { [[ $(./bed kubectl get --raw /readyz 2>/dev/null) == ok ]]; }
prints() { [[ $("${@:2}") == "$1" ]]; }
# crash_up_at FILE [OPTION...]: kills 'bed up' with SIGKILL once it has made that file.
crash_up_at() {
  ./bed up "${@:2}" 2>/dev/null &
  until [[ -e $STATE/$1 ]]; do sleep 0.05; done
  kill -KILL $!
  wait $! 2>/dev/null || true
}
