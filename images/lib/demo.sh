# shellcheck shell=bash
# The demo application: one static C program, and busybox for looking around with kubectl exec.

DEMO_APPLETS=(sh cat echo grep head ls mkdir rm sleep tail wc wget)

demo_layer() {
  need_packages gcc:gcc
  [[ -f $(gcc -print-file-name=libc.a) ]] || need_packages libc.a:libc6-dev # no command is called libc.a
  layer demo-app "$(key_of "$DEBIAN_SUITE" "$IMAGES"/demo-app/*.[ch] "$(gcc -dumpfullversion)" "${DEMO_APPLETS[*]}" \
    "$(declare -f demo_fill skeleton)")" "a static C program and busybox" demo_fill
}

demo_fill() {
  local packages=$OUT/packages applet f
  skeleton
  gcc -std=c17 -D_GNU_SOURCE -Os -static -Wall -Wextra -Werror -Wl,--build-id=none -s -o "$OUT/tree/usr/bin/demo-app" "$IMAGES"/demo-app/*.c
  debian_tree extract busybox-static "$packages"
  cp "$packages/usr/bin/busybox" "$OUT/tree/usr/bin/busybox"
  for f in usr/share/doc/busybox-static/copyright var/lib/dpkg/status.d/busybox-static; do
    install -D -m 644 "$packages/$f" "$OUT/tree/$f"
  done
  for applet in "${DEMO_APPLETS[@]}"; do ln -s busybox "$OUT/tree/usr/bin/$applet"; done
  rm -rf "$packages"
}
