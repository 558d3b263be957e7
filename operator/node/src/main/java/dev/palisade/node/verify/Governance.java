package dev.palisade.node.verify;

import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.model.AppArmorField;
import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Container;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.util.Map;
import java.util.Optional;

/**
 * Whose pod it is (DESIGN, section 3b). Governed: its annotation names a revision of its own
 * namespace and its AppArmor fields name that revision's profiles. One without the other: foreign.
 */
public sealed interface Governance {

  /** No annotation of ours and no profile of ours. */
  record NotOurs() implements Governance {}

  record Governed(Revision revision) implements Governance {}

  record Foreign(String why) implements Governance {}

  static Governance of(Pod pod, Map<String, Revision> revisions) {
    boolean named = pod.localhostProfiles().stream().anyMatch(p -> p.startsWith(SecurityFs.OURS));
    if (pod.revision().isEmpty()) {
      return named
          ? new Foreign("names a profile of ours without annotation palisade.dev/revision")
          : new NotOurs();
    }
    Revision revision = revisions.get(pod.revision());
    if (revision == null) {
      return new Foreign("revision " + pod.revision() + " does not exist");
    }
    if (!revision.namespace().equals(pod.namespace())) {
      return new Foreign("revision " + pod.revision() + " is of namespace " + revision.namespace());
    }
    return difference(pod, revision)
        .<Governance>map(Foreign::new)
        .orElseGet(() -> new Governed(revision));
  }

  private static Optional<String> difference(Pod pod, Revision revision) {
    AppArmorField expected = expected(revision, Artefact.DEFAULT);
    if (!pod.appArmor().equals(expected)) {
      return Optional.of("pod level: " + pod.appArmor().shown() + ", not " + expected.shown());
    }
    return pod.containers().stream()
        .filter(c -> c.kind() != Container.Kind.EPHEMERAL)
        .filter(c -> !pod.resolved(c).equals(expected(revision, c.name())))
        .findFirst()
        .map(c -> wrong(pod, revision, c));
  }

  /** What the revision wants a container to resolve to; the pod level where it has no own entry. */
  static AppArmorField expected(Revision revision, String container) {
    return revision
        .artefact(container)
        .map(a -> AppArmorField.localhost(a.profile()))
        .orElse(AppArmorField.ABSENT);
  }

  static String wrong(Pod pod, Revision revision, Container container) {
    return "container %s: %s, not %s"
        .formatted(
            container.name(),
            pod.resolved(container).shown(),
            expected(revision, container.name()).shown());
  }
}
