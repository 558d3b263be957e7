# shellcheck shell=bash
# A node's kernel as a process of this machine: Debian 13's User Mode Linux, the same source as the Debian kernel that QEMU runs, with
# AppArmor, seccomp and BPF. What runs below it is not emulated, so a pod takes a quarter of the processor time.

# In the order in which they are loaded.
UML_MODULES=(overlay llc stp crc-ccitt ipv6 bridge veth)
UML_PROBED="a program runs"
# The console is the standard output, and there is no other terminal; it ends itself at a panic.
UML_OPTIONS=(con=null con0=null,fd:1 ssl=null panic=-1)

# Sets UML to a directory with the program run, modules, the name of whose directory is the kernel's version, and probe, an initrd.
uml_part() {
  local key
  need_packages gcc:gcc cpio:cpio
  key=$({ echo "$DEBIAN_SUITE ${UML_MODULES[*]} $UML_PROBED"; cat "$HERE"/uml-*.c; declare -f uml_build debian_tree debian_modules; } | sha)
  part uml "$key" "Debian 13 package user-mode-linux, about 25 s" uml_build
  UML=$PART
}

uml_build() {
  local t=$OUT/tree d dir
  debian_tree extract user-mode-linux,busybox-static "$t"
  dir=$(echo "$t"/usr/lib/uml/modules/*)
  debian_modules "$dir" "$OUT/modules/${dir##*/}" "${UML_MODULES[@]}"
  for d in usr/lib/x86_64-linux-gnu var/lib/dpkg/status.d; do
    mkdir -p "$OUT/${d%/*}"
    mv "$t/$d" "$OUT/$d"
  done
  mv "$t/usr/bin/linux.uml" "$OUT/linux"
  mkdir -p "$OUT/root/dev"
  mv "$t/usr/bin/busybox" "$OUT/root/busybox"
  printf '#!/busybox sh\necho %s >/dev/console\n/busybox poweroff -f\n' "$UML_PROBED" >"$OUT/root/init"
  chmod 755 "$OUT/root/init"
  cpio_of "$OUT/root" >"$OUT/probe"
  rm -rf "$t" "$OUT/root"
  gcc -O2 -Wall -shared -fPIC -o "$OUT/libc-first.so" "$HERE"/uml-*.c
  # It starts itself again by its own name, so its loader cannot be named on the command line; and it keeps the machine's memory in
  # /dev/shm, of which a container may have little. What is mounted here only it sees.
  # The shell line of a node (node-shell.sh) is open for reading and writing, so that neither side ever sees an end.
  cat >"$OUT/run" <<'SH'
#!/bin/bash
# run LINE ARG...
d=$(dirname "$(readlink -f "$0")")
exec 3<>"$1.in" 4<>"$1.out"
shift
exec unshare --mount bash -c 'mount -t tmpfs -o size=4G uml /dev/shm && mount --bind "$0/usr/lib/x86_64-linux-gnu" /usr/lib/x86_64-linux-gnu && LD_PRELOAD=$0/libc-first.so exec "$0/linux" "$@"' "$d" "$@"
SH
  chmod 755 "$OUT/run"
}

# Whether it runs here, its first program included: it traces what runs below it, and a machine may let nobody trace, or have registers that
# it cannot keep.
uml_starts() {
  local d said
  d=$(mktemp -d)
  (ulimit -c 0; timeout -s KILL 60 "$UML/run" "$d/line" mem=64M uml_dir="$d/" initrd="$UML/probe" "${UML_OPTIONS[@]}" \
    </dev/null) >"$d/said" 2>&1 || true
  said=$(tr -d '\0\r' <"$d/said")
  rm -r "$d"
  [[ $said == *"$UML_PROBED"* ]] || {
    say "User Mode Linux does not run here: $(grep -am1 -i 'failed\|panic\|denied\|not permitted' <<<"$said" || tail -1 <<<"$said")"
    return 1
  }
}
