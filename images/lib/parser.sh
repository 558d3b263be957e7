# shellcheck shell=bash
# The pinned parser, the same build that the test bed uses, as a layer over the base; and sh, by which the operator limits it.

parser_layer() {
  parser_part
  layer parser "$(key_of "${PARSER##*/parser-}" "$(basename "$(dirname "$PARSER")")" "$(declare -f parser_fill)")" "Debian 13 packages" parser_fill "$(dirname "$PARSER")"
}

parser_fill() {
  local packages=$OUT/packages f
  debian_tree extract dash "$packages"
  for f in usr/bin/dash usr/share/doc/dash/copyright var/lib/dpkg/status.d/dash; do
    mkdir -p "$OUT/tree/${f%/*}"
    cp -aL "$packages/$f" "$OUT/tree/$f"
  done
  ln -s dash "$OUT/tree/usr/bin/sh"
  rm -rf "$packages"
  mkdir -p "$OUT"/tree/{usr/sbin,etc/apparmor.d,usr/share/doc/apparmor,var/lib/dpkg/status.d}
  cp -a "$1/usr/sbin/apparmor_parser" "$OUT/tree/usr/sbin/"
  cp -a "$1"/etc/apparmor.d/{abi,abstractions,tunables} "$OUT/tree/etc/apparmor.d/"
  cp -a "$1/var/lib/dpkg/status.d/apparmor" "$OUT/tree/var/lib/dpkg/status.d/"
  cp -a "$1/usr/share/doc/apparmor/copyright" "$OUT/tree/usr/share/doc/apparmor/"
}
