# shellcheck shell=bash
# What every part of the bed uses: messages, places, waiting.

# Progress goes to stderr: stdout is kept for answers that programs read.
say() { printf 'bed: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

now_ms() { local t=$EPOCHREALTIME; t=${t/[.,]/}; echo $((t / 1000)); }
since() { local ms=$(($(now_ms) - $1)); printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100)); }

# until_true SECONDS COMMAND...: tries every $POLL seconds until it succeeds. (A kubectl costs 0.1 s of processor time.)
until_true() {
  local end=$(($(now_ms) + $1 * 1000)); shift
  until "$@" >/dev/null 2>&1; do
    (($(now_ms) < end)) || return 1
    sleep "${POLL:-0.1}"
  done
}

sha() { sha256sum | cut -c1-16; }

BED=${BED:-lab}
[[ $BED =~ ^[a-z][a-z0-9-]{0,30}$ ]] || die "BED='$BED': a lower-case letter, then up to 30 of a-z0-9-"
CACHE=${PALISADE_CACHE:-$HOME/.cache/palisade}
STATE=${PALISADE_STATE:-${XDG_RUNTIME_DIR:-/run}/palisade}/$BED
# The path of a unix socket may have 107 bytes, and sockets lie two levels below.
((${#STATE} <= 60)) || die "PALISADE_STATE is too long a path: $STATE has more than 60 bytes"
NETNS=palisade-$BED
KUBECONFIG_OUT=$STATE/kubeconfig
BIN=$STATE/bin
