package dev.palisade.rollout;

/**
 * A seccomp filter of a revision: a file of each node.
 *
 * @param name its {@code localhostProfile}: the path below the kubelet's directory
 * @param sha256 hex, of the file
 */
public record SeccompFile(String name, String sha256) {}
