# shellcheck shell=bash
# Built parts live in $CACHE/<name>-<key>, the key being a hash of all that the part is made from. A part is complete as
# soon as it has its name (it is built elsewhere and renamed), and is never changed after that.

# part NAME KEY NOTE COMMAND...: sets PART to the directory, after running COMMAND with OUT=<empty directory> if need be.
# Not to be called where bash ignores failures (in a condition, before ||): COMMAND is to stop at the first one.
part() {
  local name=$1 key=$2 note=$3; shift 3
  PART=$CACHE/$name-$key
  if [[ -d $PART ]]; then touch "$PART"; return; fi
  mkdir -p "$CACHE/.build"
  (
    flock 9 # one builder at a time; the second finds the part made
    [[ ! -d $PART ]] || exit 0
    say "building $name${note:+ ($note)} ..."
    OUT=$CACHE/.build/$name-$key start=$(now_ms)
    trap '[[ -d $PART ]] || say "building $name failed"' EXIT
    rm -rf "$OUT"
    mkdir "$OUT"
    "$@" 9>&-
    mv "$OUT" "$PART"
    say "built $name in $(since "$start")"
    prune "$name" 3
  ) 9>"$CACHE/.build/$name-$key.lock"
}

# prune NAME KEEP: removes all but the last used KEEP variants of a part, and none that a process runs from or has open.
prune() {
  local dir open
  open=$(find /proc/[0-9]*/{fd,exe} -lname "$CACHE/$1-*" -printf '%l\n' 2>/dev/null || true)
  find "$CACHE" -maxdepth 1 -type d -regextype posix-extended -regex ".*/$1-[0-9a-f]{16}" -printf '%T@ %p\n' |
    sort -rn | tail -n +$(($2 + 1)) | cut -d' ' -f2- | while read -r dir; do
      [[ $open == *"$dir/"* ]] || rm -rf "$dir"
    done
}
