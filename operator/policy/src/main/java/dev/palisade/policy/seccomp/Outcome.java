package dev.palisade.policy.seccomp;

/**
 * What becomes of a system call.
 *
 * @param kind whether it is done
 * @param errno what the caller gets where it is not; else 0
 */
public record Outcome(Kind kind, int errno) {
  public enum Kind {
    ALLOW,
    /** It is done, and the kernel's audit log gets a record of it. */
    LOG,
    FAIL
  }

  public static final Outcome ALLOW = new Outcome(Kind.ALLOW, 0);
  public static final Outcome LOG = new Outcome(Kind.LOG, 0);

  /** EPERM: what every call gets that a filter does not name (containerd, seccomp_default.go). */
  public static final Outcome DENY = fail(1);

  static Outcome fail(int errno) {
    return new Outcome(Kind.FAIL, errno);
  }

  public boolean isDone() {
    return kind != Kind.FAIL;
  }
}
