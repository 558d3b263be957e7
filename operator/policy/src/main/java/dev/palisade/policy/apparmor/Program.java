package dev.palisade.policy.apparmor;

import dev.palisade.policy.Digest;

/**
 * A program of a container that some rules are for alone.
 *
 * @param path of its file as the kernel resolves it, one char for each byte: without wildcards, for
 *     of two patterns that lead to different profiles the parser takes neither
 */
public record Program(String path) implements Comparable<Program> {
  /**
   * As the CRD has it, of one rule and of all rules of a container: the kernel's format has four
   * bits for where execution leads to, and the parser needs four of the numbers for itself
   * (apparmor_parser 4.1.0, {@code add_named_transition}).
   */
  public static final int MOST = 12;

  private static final int ID_LENGTH = 10;

  public Program {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("not the path of a file: " + path);
    }
    Bytes.requireBytes(path);
  }

  /** As a policy and a revision have it. */
  public static Program written(String path) {
    return new Program(Bytes.utf8(path));
  }

  /** As a policy has it. */
  public String written() {
    return Bytes.text(path);
  }

  public Glob glob() {
    return Glob.literal(path);
  }

  /** Its profile's own name below the container's: 10 characters of {@code [a-z2-7]}. */
  public String id() {
    return Digest.over("program", path).base32().substring(0, ID_LENGTH);
  }

  /** Its profile's name in the kernel, which has children as {@code PARENT//CHILD}. */
  public String profile(String container) {
    return container + Profile.CHILD + id();
  }

  @Override
  public int compareTo(Program other) {
    return path.compareTo(other.path);
  }
}
