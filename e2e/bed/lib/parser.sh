# shellcheck shell=bash
# The pinned AppArmor compiler: Debian 13's parser, run with its own loader and C library so that it is the same program on
# any machine.

PARSER_VERSION=4.1.0

# Sets PARSER to the path of the executable.
parser_part() {
  local key
  key=$({ echo "$PARSER_VERSION $DEBIAN_SUITE"; declare -f parser_build debian_tree; } | sha)
  part parser "$key" "Debian 13 package apparmor, about 20 s" parser_build
  PARSER=$PART/apparmor_parser
}

parser_build() {
  local t=$OUT/tree lib=usr/lib/x86_64-linux-gnu f
  debian_tree extract apparmor "$t"
  for f in usr/sbin/apparmor_parser $lib/libc.so.6 $lib/ld-linux-x86-64.so.2 \
    etc/apparmor.d/{abi,abstractions,tunables} usr/share/doc/apparmor/copyright var/lib/dpkg/status.d/apparmor; do
    mkdir -p "$OUT/${f%/*}"
    mv "$t/$f" "$OUT/$f"
  done
  rm -rf "$t"
  cat >"$OUT/apparmor_parser" <<'SH'
#!/bin/sh
d=$(dirname "$(readlink -f "$0")")
l=$d/usr/lib/x86_64-linux-gnu
exec "$l/ld-linux-x86-64.so.2" --library-path "$l" "$d/usr/sbin/apparmor_parser" --base "$d/etc/apparmor.d" "$@"
SH
  chmod 755 "$OUT/apparmor_parser"
  "$OUT/apparmor_parser" --config-file /dev/null --version | grep -qF "version $PARSER_VERSION" ||
    die "the mirror's Debian 13 has another apparmor_parser than $PARSER_VERSION"
}
