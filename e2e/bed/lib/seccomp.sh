# shellcheck shell=bash
# The program that asks the kernel about seccomp filters: seccomp.c with Debian 13's libseccomp, which is the one that the nodes'
# container runtimes have. Needs no bed that is up, and runs on this machine's kernel.

# Sets SECCOMP to the path of the executable.
seccomp_part() {
  local key
  need_packages gcc:gcc
  key=$({ echo "$DEBIAN_SUITE"; cat "$HERE/seccomp.c"; declare -f seccomp_build debian_tree; } | sha)
  part seccomp "$key" "Debian 13 package libseccomp-dev, about 20 s" seccomp_build
  SECCOMP=$PART/seccomp
}

# The library lies beside the program: it needs nothing newer of the C library than Debian 12 has.
seccomp_build() {
  local t=$OUT/tree lib=usr/lib/x86_64-linux-gnu
  debian_tree extract libseccomp-dev "$t"
  mkdir "$OUT/include"
  mv "$t"/usr/include/seccomp*.h "$OUT/include/"
  cp -L "$t/$lib/libseccomp.so.2" "$t/usr/share/doc/libseccomp2/copyright" "$OUT/"
  rm -rf "$t"
  # shellcheck disable=SC2016 # for the loader
  gcc -O2 -Wall -Wextra -Werror -I"$OUT/include" -Wl,-rpath,'$ORIGIN' -o "$OUT/seccomp" "$HERE/seccomp.c" "$OUT/libseccomp.so.2"
}
