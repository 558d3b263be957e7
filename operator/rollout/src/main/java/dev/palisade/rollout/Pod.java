package dev.palisade.rollout;

import java.util.List;
import java.util.Optional;

/**
 * A pod of a workload, in any phase.
 *
 * @param workload uid of the workload that owns it, empty if none does
 * @param node empty while it has none
 * @param revision its {@code palisade.dev/revision}, empty if it has none
 * @param reason {@code status.reason}; the kubelet's {@code AppArmor} means that the node refused
 *     it
 * @param unschedulable the scheduler's message
 * @param troubles containers that wait with a failure or have ended with one, worst first
 * @param verdict of the live report of its node
 */
public record Pod(
    String uid,
    String name,
    String workload,
    String node,
    String revision,
    Phase phase,
    boolean ready,
    boolean terminating,
    String reason,
    Optional<String> unschedulable,
    List<Trouble> troubles,
    Optional<Verdict> verdict) {
  public Pod {
    troubles = List.copyOf(troubles);
  }

  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    UNKNOWN
  }

  /** One of NodeSecurityState's words, such as Enforced, with the helper's message. */
  public record Verdict(String word, String message) {}

  /**
   * How a container fails.
   *
   * @param waiting reason of the waiting state, such as CrashLoopBackOff; empty if it does not wait
   * @param exitCode of the last end, if it ended
   * @param message of the last end or of the waiting state
   */
  public record Trouble(
      String container, String waiting, Optional<Integer> exitCode, String message) {}

  /** Whether it counts: not on its way out, not finished. */
  public boolean lives() {
    return !terminating && phase != Phase.SUCCEEDED && phase != Phase.FAILED;
  }

  public boolean enforced() {
    return verdict.map(v -> v.word().equals("Enforced")).orElse(false);
  }

  /** It has a privileged container: of its revision only the rules about devices hold. */
  public boolean devicesOnly() {
    return verdict.map(v -> v.word().equals("DevicesOnly")).orElse(false);
  }

  public boolean unenforced() {
    return verdict.map(v -> v.word().equals("Unenforced")).orElse(false);
  }
}
