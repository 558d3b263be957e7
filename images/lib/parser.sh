# shellcheck shell=bash
# The pinned parser, the same build that the test bed uses, as a layer over the base.

parser_layer() {
  parser_part
  layer parser "$(key_of "${PARSER##*/parser-}" "$(basename "$(dirname "$PARSER")")" "$(declare -f parser_fill)")" "" parser_fill "$(dirname "$PARSER")"
}

parser_fill() {
  mkdir -p "$OUT"/tree/{usr/sbin,etc/apparmor.d,usr/share/doc/apparmor}
  cp -a "$1/usr/sbin/apparmor_parser" "$OUT/tree/usr/sbin/"
  cp -a "$1"/etc/apparmor.d/{abi,abstractions,tunables} "$OUT/tree/etc/apparmor.d/"
  cp -a "$1/usr/share/doc/apparmor/copyright" "$OUT/tree/usr/share/doc/apparmor/"
}
