# shellcheck shell=bash
# Debian packages: those the bed itself needs on this machine, and trees of Debian 13 for the nodes.

DEBIAN_SUITE=trixie

# need_packages COMMAND:PACKAGE...: installs the packages whose command is missing.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  ((${#missing[@]})) || return 0
  [[ $(id -u) == 0 ]] || die "missing packages, to be installed by root: ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  mkdir -p "$CACHE/.build"
  (
    flock 9
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"; } \
      >"$CACHE/.build/apt.log" 2>&1 9>&- || { tail -5 "$CACHE/.build/apt.log" >&2; die "could not install ${missing[*]}"; }
  ) 9>"$CACHE/.build/apt.lock"
}

# The mirror this machine itself gets Debian from; it carries the other releases too.
debian_mirror() {
  local uri=${PALISADE_DEBIAN_MIRROR:-$(known_debian_mirror)}
  if [[ -z $uri ]]; then # no package lists yet
    apt-get update -qq >&2
    uri=$(known_debian_mirror)
  fi
  [[ -n $uri ]] || die "no Debian mirror among this machine's apt sources; set PALISADE_DEBIAN_MIRROR"
  echo "$uri"
}

known_debian_mirror() {
  # The parentheses are apt-get's own placeholders.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' | head -1
}

# debian_tree VARIANT PACKAGES TARGET: unpacks Debian 13 packages into a directory, and what each says of itself into its
# var/lib/dpkg/status.d, where images without a package manager have it and scanners look for it.
debian_tree() {
  need_packages mmdebstrap:mmdebstrap
  # shellcheck disable=SC2016 # for the inner shell
  local record='mkdir -p "$1/var/lib/dpkg/status.d" && for deb in "$1"/var/cache/apt/archives/*.deb; do
    dpkg-deb --field "$deb" >"$1/var/lib/dpkg/status.d/$(dpkg-deb --field "$deb" Package)" || exit; done'
  mmdebstrap --quiet --variant="$1" --aptopt='Apt::Install-Recommends "false"' --include="$2" --extract-hook="$record" \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    "$DEBIAN_SUITE" "$3" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $DEBIAN_SUITE main" >&2
}

# debian_program NAME EXECUTABLE [ARG...]: OUT/NAME, which runs OUT/EXECUTABLE with the loader and the C library beside it, so that it is
# the same program on any machine. The ARGs come before the caller's; $d in them is the directory that OUT becomes.
debian_program() {
  cat >"$OUT/$1" <<SH
#!/bin/sh
p=\$0
[ ! -L "\$p" ] || p=\$(readlink -f "\$p")
d=\${p%/*}
l=\$d/usr/lib/x86_64-linux-gnu
exec "\$l/ld-linux-x86-64.so.2" --library-path "\$l" "\$d/$2" ${*:3} "\$@"
SH
  chmod 755 "$OUT/$1"
}

# debian_modules FROM TO MODULE...: kernel modules out of a tree, uncompressed and numbered in the order in which they are to be loaded.
debian_modules() {
  local from=$1 to=$2 m i=10 file
  shift 2
  mkdir -p "$to"
  for m in "$@"; do
    file=$(find "$from" -name "$m.ko" -o -name "$m.ko.xz")
    case $file in
      *.xz) xz -dc "$file" ;;
      *) cat "$file" ;;
    esac >"$to/$i-$m.ko"
    i=$((i + 1))
  done
}
