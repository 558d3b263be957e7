package dev.palisade.node.verify;

import dev.palisade.node.apparmor.ProfileMode;
import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Container;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Enforced is said only of processes that were looked at (I5), and what is wrong is held only
 * against those that are {@link Settled}. Which filter a process is under the kernel shows nobody:
 * that it is ours follows from the pod's field, by which the runtime starts a container under that
 * very file or not at all.
 */
public final class PodVerdict {
  private static final Verdict NO_PROCESS = Verdict.pending("no process seen yet");

  private PodVerdict() {}

  /**
   * Judges a pod by its processes; {@link PodDevices#verdict} has the last word where the revision
   * has rules about devices.
   *
   * @param notVerified profiles of ours whose kernel entry is not the expected one, with what it is
   * @return empty if the pod is none of ours
   */
  public static Optional<Verdict> of(
      Pod pod,
      Map<String, Revision> revisions,
      Map<String, String> notVerified,
      Processes processes) {
    return switch (Governance.of(pod, revisions)) {
      case Governance.NotOurs() -> Optional.empty();
      case Governance.Foreign(var why) -> Optional.of(Verdict.foreign(why));
      case Governance.Governed(var revision) ->
          Optional.of(governed(pod, revision, notVerified, processes));
      case Governance.DevicesOnly(_, var container) ->
          Optional.of(
              isBegun(pod, processes)
                  ? Verdict.devicesOnly(
                      "container %s is privileged: of the revision only the rules about devices hold"
                          .formatted(container))
                  : NO_PROCESS);
    };
  }

  /** A process in one of its containers was seen. */
  static boolean isBegun(Pod pod, Processes processes) {
    return pod.containers().stream().anyMatch(c -> !processes.in(c.id()).isEmpty());
  }

  private static Verdict governed(
      Pod pod, Revision revision, Map<String, String> notVerified, Processes processes) {
    List<String> waiting = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (Container container : pod.containers()) {
      Optional<Artefact> artefact = revision.artefact(container.name());
      Governance.difference(pod, revision, container).ifPresent(wrong::add);
      int right = 0;
      for (ContainerProcess process : processes.in(container.id())) {
        Optional<String> difference =
            difference(container, artefact, notVerified, process)
                .or(() -> SecretMounts.difference(pod, revision, container, process));
        if (difference.isEmpty()) {
          right++;
        } else if (Settled.is(process, processes)) {
          wrong.add(difference.get());
        }
      }
      if (container.running() && right == 0) {
        waiting.add("container " + container.name() + ": no process seen under its profile yet");
      }
      seen += right;
    }
    if (!wrong.isEmpty()) {
      return Verdict.unenforced(first(wrong));
    }
    if (seen == 0 && waiting.isEmpty()) {
      return NO_PROCESS;
    }
    return waiting.isEmpty() ? Verdict.enforced() : Verdict.pending(first(waiting));
  }

  private static Optional<String> difference(
      Container container,
      Optional<Artefact> artefact,
      Map<String, String> notVerified,
      ContainerProcess process) {
    String subject = "container " + container.name() + ": process " + process.pid();
    String profile = artefact.map(Artefact::profile).orElse("");
    String mode = artefact.map(Artefact::mode).orElse(ProfileMode.ENFORCE).kernel();
    Label label = process.label();
    if (artefact.filter(a -> a.holds(label)).isEmpty()) {
      return Optional.of("%s is %s, not %s (%s)".formatted(subject, label, profile, mode));
    }
    if (notVerified.containsKey(profile)) {
      return Optional.of(subject + ": profile " + profile + ": " + notVerified.get(profile));
    }
    if (artefact.flatMap(Artefact::filter).isPresent() && !process.isFiltered()) {
      return Optional.of(
          "%s has no seccomp filter (Seccomp: %d)".formatted(subject, process.seccomp()));
    }
    List<String> kept = Capabilities.kept(container, process.boundingSet());
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(subject + " still has dropped capabilities " + String.join(", ", kept));
  }

  private static String first(List<String> messages) {
    return messages.size() == 1
        ? messages.getFirst()
        : messages.getFirst() + " (and " + (messages.size() - 1) + " more)";
  }
}
