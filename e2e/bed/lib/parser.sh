# shellcheck shell=bash
# The pinned AppArmor compiler: Debian 13's parser.

PARSER_VERSION=4.1.0

# Sets PARSER to the path of the executable.
parser_part() {
  local key
  key=$({ echo "$PARSER_VERSION $DEBIAN_SUITE"; declare -f parser_build debian_tree debian_program; } | sha)
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
  # shellcheck disable=SC2016 # $d is that program's
  debian_program apparmor_parser usr/sbin/apparmor_parser --base '"$d/etc/apparmor.d"'
  "$OUT/apparmor_parser" --config-file /dev/null --version | grep -qF "version $PARSER_VERSION" ||
    die "the mirror's Debian 13 has another apparmor_parser than $PARSER_VERSION"
}
