package dev.palisade.policy.meaning;

/**
 * Something that two policies answer differently, about what AppArmor does not hold: system calls,
 * devices.
 *
 * @param rule that makes the difference, as {@code syscalls/no-mounts}; the list alone, as {@code
 *     syscalls}, where it is that there is a list of what is allowed; the base's name where it is
 *     that there is a filter
 * @param isNew whether it stands in the newer one
 * @param what in words, as {@code call mount, umount2}
 * @param witness what is answered differently, in the words of a question; empty if there may be
 *     such and the search was given up
 */
public record RuleChange(
    Change.Kind kind, String rule, boolean isNew, String what, String witness) {}
