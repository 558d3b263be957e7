# shellcheck shell=bash
# What the Java images stand on: Debian 13's C library, `sleep` for the probe container, users, certificates' place.

case $(uname -m) in
  x86_64) LOADER=usr/lib64/ld-linux-x86-64.so.2 ;;
  aarch64) LOADER=usr/lib/ld-linux-aarch64.so.1 ;;
  *) die "images are made for amd64 and arm64, each on such a machine; this is $(uname -m)" ;;
esac
LIB=usr/lib/$(uname -m)-linux-gnu
BASE_FILES=(
  "$LIB/${LOADER##*/}"
  "$LIB"/{libc.so.6,libm.so.6,libdl.so.2,libpthread.so.0,librt.so.1,libresolv.so.2,libnss_files.so.2,libnss_dns.so.2}
  usr/bin/sleep usr/share/doc/{libc6,coreutils}/copyright
  usr/lib/os-release var/lib/dpkg/status.d/{base-files,libc6,coreutils} # by these scanners know what is here
)

base_layer() {
  layer base "$(key_of "$DEBIAN_SUITE" "${BASE_FILES[*]}" "$(declare -f base_fill skeleton debian_tree)")" "Debian 13 packages" base_fill
}

base_fill() {
  local packages=$OUT/packages f
  debian_tree extract base-files,libc6,coreutils "$packages"
  skeleton
  for f in "${BASE_FILES[@]}"; do
    mkdir -p "$OUT/tree/${f%/*}"
    cp -aL "$packages/$f" "$OUT/tree/$f"
  done
  mkdir -p "$OUT/tree/${LOADER%/*}"
  ln -sr "$OUT/tree/$LIB/${LOADER##*/}" "$OUT/tree/$LOADER"
  ln -s ../usr/lib/os-release "$OUT/tree/etc/os-release"
  rm -rf "$packages"
}

# Directories of Debian's merged /usr, and names for the two users that images run as.
skeleton() {
  local d
  mkdir -p "$OUT"/tree/{etc,tmp,proc,sys,dev,run,var,usr/{bin,sbin,lib,lib64}}
  chmod 1777 "$OUT/tree/tmp"
  ln -s ../run "$OUT/tree/var/run"
  for d in bin sbin lib lib64; do ln -s "usr/$d" "$OUT/tree/$d"; done
  printf 'root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n' >"$OUT/tree/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$OUT/tree/etc/group"
  echo 'hosts: files dns' >"$OUT/tree/etc/nsswitch.conf"
}
