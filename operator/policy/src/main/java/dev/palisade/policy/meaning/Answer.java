package dev.palisade.policy.meaning;

import java.util.List;

/**
 * What becomes of an access.
 *
 * @param reported whether the kernel's audit log gets a record of it
 * @param grounds what decided: the rules that deny, or else all that allow; never empty
 */
public record Answer(boolean allowed, boolean reported, List<Ground> grounds) {
  public Answer {
    grounds = List.copyOf(grounds);
    if (grounds.isEmpty()) {
      throw new IllegalArgumentException("an answer has a ground");
    }
  }

  /**
   * One rule and where it stands.
   *
   * @param name a rule of the policy, as {@code files/no-log-writes}; of the cluster, with its
   *     policy before it; of the base, its name; of the runtime, its name; empty where nothing says
   *     anything
   * @param rule in AppArmor's language, or in words where it is not AppArmor's
   */
  public record Ground(Source source, String name, String rule) {
    /** No rule allows it. */
    static final Ground NOTHING = new Ground(Source.NOTHING, "", "no rule allows it");

    /** In mode Complain, under a base that denies by default. */
    static final Ground COMPLAINT =
        new Ground(Source.NOTHING, "", "no rule allows it, which is reported in mode Complain");

    /** Limits are the one thing that is allowed without a rule. */
    static final Ground NO_LIMIT = new Ground(Source.NOTHING, "", "no rule limits it");
  }

  public enum Source {
    POLICY("Policy"),
    /** A ClusterSecurityPolicy. */
    CLUSTER("ClusterPolicy"),
    BASE("Base"),
    /**
     * Capabilities that it gives to nobody who does not ask, system calls and devices that it
     * needs.
     */
    RUNTIME("Runtime"),
    /** What no rule allows is denied. */
    NOTHING("Nothing");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /** As documents have it. */
    public String word() {
      return word;
    }
  }
}
