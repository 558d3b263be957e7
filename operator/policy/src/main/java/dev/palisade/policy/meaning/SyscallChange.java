package dev.palisade.policy.meaning;

/**
 * Something about system calls that two containers answer differently.
 *
 * @param rule that makes the difference, as {@code syscalls/no-mounts}; {@code syscalls} where it
 *     is that there is a list of what is allowed; the base's name where it is that there is a
 *     filter
 * @param isNew whether it stands in the newer one
 * @param what in words, as {@code call mount, umount2}
 * @param witness a call that is answered differently, in the words of a question; empty if there
 *     may be one and the search was given up
 */
public record SyscallChange(
    Change.Kind kind, String rule, boolean isNew, String what, String witness) {}
