package dev.palisade.policy.seccomp;

/**
 * What a container may call before its policy says anything.
 *
 * @param version of whose it is
 */
public record SeccompBase(String name, String version, SeccompFilter filter) {}
