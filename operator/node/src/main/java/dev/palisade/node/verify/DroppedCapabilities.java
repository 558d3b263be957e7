package dev.palisade.node.verify;

import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Container;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Processes;
import dev.palisade.policy.Mode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is seen of containers whose rules drop capabilities, in mode Enforce. Their profile denies
 * them; whether they are out of reach as well is for the lists in {@code securityContext}, and
 * those may be someone else's. What a bounding set has not, no process can come by again
 * (capabilities(7)), but in a user namespace of its own, where it has all of them
 * (user_namespaces(7)).
 */
public final class DroppedCapabilities {
  /** As in NodeSecurityState. */
  public enum Proof implements ProofLine.Word {
    DROPPED("Dropped"),
    APP_ARMOR_ONLY("AppArmorOnly");

    private final String text;

    Proof(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public boolean isAll() {
      return this == DROPPED;
    }
  }

  private DroppedCapabilities() {}

  /** Of the pod's containers in the order of its spec, as far as processes of them were seen. */
  public static List<ProofLine> lines(
      Pod pod, Map<String, Revision> revisions, Processes processes) {
    return Governance.of(pod, revisions) instanceof Governance.Governed(var revision)
            && Mode.of(revision.mode()).equals(Optional.of(Mode.ENFORCE))
        ? pod.containers().stream().flatMap(c -> line(revision, c, processes).stream()).toList()
        : List.of();
  }

  private static Optional<ProofLine> line(
      Revision revision, Container container, Processes processes) {
    return revision
        .artefact(container.name())
        .filter(a -> !a.dropped().isEmpty())
        .flatMap(a -> proof(a, container, processes))
        .map(proof -> new ProofLine(container.name(), proof));
  }

  /** Of processes that are under their profile; what the others are is said by the verdict. */
  private static Optional<Proof> proof(
      Artefact artefact, Container container, Processes processes) {
    Predicate<ContainerProcess> has =
        p -> artefact.dropped().stream().anyMatch(c -> c.isIn(p.boundingSet()));
    List<ContainerProcess> held =
        Settled.of(container, processes, has).stream()
            .filter(p -> artefact.holds(p.label()))
            .toList();
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(held.stream().anyMatch(has) ? Proof.APP_ARMOR_ONLY : Proof.DROPPED);
  }
}
