# shellcheck shell=bash
# The mini VM: a kernel of the nodes with one small program, to ask what loaded profiles mean. Needs no bed that is up.

mini_part() {
  local key
  node_tree_part
  need_packages gcc:gcc cpio:cpio
  key=$({ echo "${NODE_TREE##*/}"; cat "$HERE/node/mini.c"; declare -f mini_build; } | sha)
  part mini "$key" "" mini_build
  MINI=$PART
}

mini_build() {
  mkdir -p "$OUT"/root/{dev,sys,out}
  gcc -O2 -Wall -static -s -o "$OUT/root/init" "$HERE/node/mini.c"
  cpio_of "$OUT/root" >"$OUT/initrd.cpio"
  rm -rf "$OUT/root"
  ln "$NODE_TREE/vmlinux" "$OUT/vmlinux"
}

# mini --blobs DIRECTORY --queries FILE --out FILE
mini() {
  local blobs='' queries=/dev/null out='' work result start
  start=$(now_ms)
  while (($# >= 2)); do
    case $1 in
      --blobs) blobs=$2 ;;
      --queries) queries=$2 ;;
      --out) out=$2 ;;
      *) die "usage: bed mini --blobs DIRECTORY --queries FILE --out FILE" ;;
    esac
    shift 2
  done
  [[ -d $blobs && -r $queries && -n $out ]] || die "usage: bed mini --blobs DIRECTORY --queries FILE --out FILE"
  mini_part
  machine_part
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # the directory of now
  trap "rm -rf '$work'" EXIT
  mkdir -p "$work/in/in"
  cp -rL "$blobs" "$work/in/in/blobs"
  cat "$queries" >"$work/in/in/queries"
  # Everything goes in with the initrd, which needs no disk and no driver.
  { cat "$MINI/initrd.cpio"; cpio_of "$work/in"; } >"$work/initrd"
  "mini_$BED_MACHINE" "$work" $((512 + 4 * $(stat -c %s "$work/initrd") / 1048576))
  # It computes all the while: whoever waits for an answer beside it comes first.
  nice -n 10 timeout -s KILL "${BED_MINI_TIMEOUT:-300}" "${MINI_MACHINE[@]}" </dev/null >"$work/said" 2>&1 ||
    die "the mini VM did not end by itself: $(tail -c 500 "$work/said")"
  result=$(tr -d '\r' <"$work/said" | grep -a '^mini: ' || true)
  [[ $result == "mini: DONE "* ]] || die "${result:-the mini VM said nothing: $(tail -c 500 "$work/said")}"
  mv "$work/out" "$out"
  say "$result; all in $(since "$start")"
}

# mini_MACHINE DIRECTORY MIB: sets MINI_MACHINE to the command line of a machine with the initrd of the directory, where its results go to
# the file out; its console is the standard output.
mini_uml() {
  MINI_MACHINE=("$UML/run" "$1/line" mem="$2M" uml_dir="$1/" initrd="$1/initrd" "${UML_OPTIONS[@]}"
    quiet audit=0 lsm=apparmor apparmor=1 RESULTS="$1")
}

mini_qemu() {
  MINI_MACHINE=("$QEMU" -machine q35,acpi=on,hpet=off,vmport=off -accel tcg,tb-size=256 -cpu qemu64 -smp 1 -m "$2"
    -nodefaults -vga none -display none -no-reboot -kernel "$MINI/vmlinux" -initrd "$1/initrd"
    -append "console=ttyS0 quiet panic=-1 apparmor=1 audit=0 mitigations=off nokaslr random.trust_cpu=on tsc=reliable no_timer_check lpj=4000000"
    -serial stdio -device virtio-serial-pci -chardev "file,id=out,path=$1/out" -device virtserialport,chardev=out,name=results)
}
