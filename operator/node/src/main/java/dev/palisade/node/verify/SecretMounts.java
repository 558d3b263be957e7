package dev.palisade.node.verify;

import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Container;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ApiVolume;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Processes;
import dev.palisade.policy.Capability;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is seen of containers with {@code secretMounts: ReadOnly}. */
public final class SecretMounts {
  /** As in NodeSecurityState. */
  public enum Proof implements ProofLine.Word {
    READ_ONLY("ReadOnly"),
    SYS_ADMIN_PRESENT("SysAdminPresent"),
    WRITABLE("Writable");

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
      return this == READ_ONLY;
    }
  }

  private SecretMounts() {}

  /** The ids of containers whose processes' volumes have to be read. */
  public static Set<String> asked(Collection<Pod> pods, Map<String, Revision> revisions) {
    Set<String> ids = new HashSet<>();
    for (Pod pod : pods) {
      asking(pod, revisions).map(Container::id).filter(id -> !id.isEmpty()).forEach(ids::add);
    }
    return ids;
  }

  /** Of the pod's containers in the order of its spec, as far as processes of them were seen. */
  public static List<ProofLine> lines(
      Pod pod, Map<String, Revision> revisions, Processes processes) {
    return asking(pod, revisions)
        .flatMap(c ->
            proof(pod, Settled.of(c, processes, p -> isWritable(pod, p)))
                .map(proof -> new ProofLine(c.name(), proof))
                .stream())
        .toList();
  }

  private static Stream<Container> asking(Pod pod, Map<String, Revision> revisions) {
    return Governance.of(pod, revisions) instanceof Governance.Governed(var revision)
        ? pod.containers().stream().filter(c -> isAsked(revision, c))
        : Stream.of();
  }

  static Optional<String> difference(
      Pod pod, Revision revision, Container container, ContainerProcess process) {
    List<String> writable = isAsked(revision, container) ? writable(pod, process) : List.of();
    return writable.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "container %s: process %d has a volume writable that is to be read-only: %s"
                .formatted(container.name(), process.pid(), String.join(", ", writable)));
  }

  private static boolean isAsked(Revision revision, Container container) {
    return revision.artefact(container.name()).filter(Artefact::readOnlySecrets).isPresent();
  }

  private static Optional<Proof> proof(Pod pod, List<ContainerProcess> processes) {
    if (processes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        processes.stream().anyMatch(p -> isWritable(pod, p))
            ? Proof.WRITABLE
            : processes.stream().anyMatch(SecretMounts::mayMount)
                ? Proof.SYS_ADMIN_PRESENT
                : Proof.READ_ONLY);
  }

  private static boolean isWritable(Pod pod, ContainerProcess process) {
    return !writable(pod, process).isEmpty();
  }

  /** Where the process has volumes of its pod that are not read-only. */
  private static List<String> writable(Pod pod, ContainerProcess process) {
    return process.volumes().stream()
        .filter(v -> v.pod().equals(pod.uid()) && !v.readOnly())
        .map(ApiVolume::point)
        .toList();
  }

  private static boolean mayMount(ContainerProcess process) {
    return Capability.SYS_ADMIN.isIn(process.boundingSet());
  }
}
