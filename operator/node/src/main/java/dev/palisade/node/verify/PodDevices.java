package dev.palisade.node.verify;

import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.Processes;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of the device program of a pod.
 *
 * @param message why there is none, and the way out; empty where there is one
 */
public record PodDevices(Proof proof, String message) {
  /** As in NodeSecurityState. */
  public enum Proof {
    ATTACHED("Attached"),
    ATTACHED_LATE("AttachedLate"),
    MISSING("Missing");

    private final String text;

    Proof(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public static PodDevices of(Proof proof) {
    return new PodDevices(proof, "");
  }

  public static PodDevices missing(String message) {
    return new PodDevices(Proof.MISSING, message);
  }

  /** The revision whose rules about devices the pod is to be held to; empty if there are none. */
  public static Optional<Revision> asked(Pod pod, Map<String, Revision> revisions) {
    Optional<Revision> revision =
        switch (Governance.of(pod, revisions)) {
          case Governance.Governed(var of) -> Optional.of(of);
          case Governance.DevicesOnly(var of, _) -> Optional.of(of);
          case Governance.NotOurs(), Governance.Foreign(_) -> Optional.empty();
        };
    return revision.filter(r -> !r.devices().isEmpty());
  }

  /**
   * The verdict of a pod that is to have a program.
   *
   * @param byProcesses {@link PodVerdict}'s
   * @param seen empty where nobody has looked yet, as for a pod that has just come
   */
  public static Verdict verdict(
      Pod pod, Verdict byProcesses, Optional<PodDevices> seen, Processes processes) {
    boolean decided =
        byProcesses.state() == Verdict.State.UNENFORCED
            || byProcesses.state() == Verdict.State.FOREIGN;
    if (decided || !PodVerdict.isBegun(pod, processes)) {
      return byProcesses;
    }
    if (seen.isEmpty()) {
      return Verdict.pending("its device program has not been looked at yet");
    }
    return seen.get().proof() == Proof.MISSING
        ? Verdict.unenforced("rules about devices are not held: " + seen.get().message())
        : byProcesses;
  }

  /** What the report says beside the verdict: of a pod that has not begun, no lack. */
  public Optional<Proof> told(Verdict verdict) {
    return proof == Proof.MISSING && verdict.state() != Verdict.State.UNENFORCED
        ? Optional.empty()
        : Optional.of(proof);
  }
}
