# shellcheck shell=bash
# The program that asks the kernel what the device programs of cgroups allow: devices.c. Needs no bed that is up, and runs on this
# machine's kernel.

# Sets DEVICES to the path of the executable.
devices_part() {
  local key
  need_packages gcc:gcc
  key=$({ cat "$HERE/devices.c"; declare -f devices_build; } | sha)
  part devices "$key" "" devices_build
  DEVICES=$PART/devices
}

devices_build() { gcc -O2 -Wall -Wextra -Werror -o "$OUT/devices" "$HERE/devices.c"; }
