package dev.palisade.e2e;

/**
 * A process in a container's cgroup, as its node's kernel sees it.
 *
 * @param label contents of {@code /proc/<pid>/attr/current}, such as {@code name (enforce)}; {@code
 *     -} where there is none: on a kernel without AppArmor
 */
record ConfinedProcess(String container, int pid, String label) {}
