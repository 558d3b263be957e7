# shellcheck shell=bash
# The emulator: Debian 13's QEMU. For the same pods it takes a fifth less of the processor than Debian 12's 7.2.

# Sets QEMU to the path of the executable.
qemu_part() {
  local key
  key=$({ echo "$DEBIAN_SUITE"; declare -f qemu_build debian_tree debian_program; } | sha)
  part qemu "$key" "Debian 13 package qemu-system-x86, about 25 s" qemu_build
  QEMU=$PART/qemu-system-x86_64
}

qemu_build() {
  local t=$OUT/tree d
  debian_tree extract qemu-system-x86 "$t"
  for d in usr/lib/x86_64-linux-gnu usr/share/{qemu,seabios} var/lib/dpkg/status.d; do
    mkdir -p "$OUT/${d%/*}"
    mv "$t/$d" "$OUT/$d"
  done
  mkdir "$OUT/usr/bin"
  mv "$t/usr/bin/qemu-system-x86_64" "$OUT/usr/bin/"
  rm -rf "$t"
  # shellcheck disable=SC2016 # $d is that program's
  debian_program qemu-system-x86_64 usr/bin/qemu-system-x86_64 -L '"$d/usr/share/qemu"' -L '"$d/usr/share/seabios"'
  "$OUT/qemu-system-x86_64" --version >/dev/null || die "Debian 13's QEMU does not run here"
}
