package dev.palisade.node.verify;

import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Container;
import dev.palisade.node.model.Filter;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.ProfileField;
import dev.palisade.node.model.Revision;
import dev.palisade.policy.ProfileName;
import java.util.Map;
import java.util.Optional;

/**
 * Whose pod it is (DESIGN, section 3b). Governed: its annotation names a revision of its own
 * namespace and its fields name that revision's profiles, and its filters where it has any. One
 * without the other: foreign. But a pod with a privileged container, which no runtime confines, may
 * carry the annotation alone where the revision has rules about devices.
 */
public sealed interface Governance {

  /** No annotation of ours and no profile of ours. */
  record NotOurs() implements Governance {}

  record Governed(Revision revision) implements Governance {}

  /**
   * Of the revision only the rules about devices hold.
   *
   * @param container that is privileged
   */
  record DevicesOnly(Revision revision, String container) implements Governance {}

  record Foreign(String why) implements Governance {}

  static Governance of(Pod pod, Map<String, Revision> revisions) {
    if (pod.revision().isEmpty()) {
      return pod.namesOurs()
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
    if (!revision.devices().isEmpty() && !pod.namesOurs() && pod.privileged().isPresent()) {
      return new DevicesOnly(revision, pod.privileged().get().name());
    }
    return difference(pod, revision)
        .<Governance>map(Foreign::new)
        .orElseGet(() -> new Governed(revision));
  }

  private static Optional<String> difference(Pod pod, Revision revision) {
    Optional<Artefact> podLevel = revision.artefact(Artefact.DEFAULT);
    return profile(podLevel, pod.appArmor())
        .or(() -> filter(podLevel, pod.seccomp()))
        .map(d -> "pod level: " + d)
        .or(() ->
            pod.containers().stream()
                .filter(c -> c.kind() != Container.Kind.EPHEMERAL)
                .flatMap(c -> difference(pod, revision, c).stream())
                .findFirst());
  }

  /** What a container resolves to that is not what the revision wants of it. */
  static Optional<String> difference(Pod pod, Revision revision, Container container) {
    Optional<Artefact> artefact = revision.artefact(container.name());
    return profile(artefact, pod.resolved(container))
        .or(() -> filter(artefact, pod.resolvedSeccomp(container)))
        .map(d -> "container " + container.name() + ": " + d);
  }

  private static Optional<String> profile(Optional<Artefact> artefact, ProfileField field) {
    ProfileField expected =
        artefact.map(a -> ProfileField.localhost(a.profile())).orElse(ProfileField.ABSENT);
    return differs(field, expected);
  }

  /** Where the revision has none, the field is the author's own, but for names of ours. */
  private static Optional<String> filter(Optional<Artefact> artefact, ProfileField field) {
    Optional<Filter> filter = artefact.flatMap(Artefact::filter);
    if (filter.isPresent()) {
      return differs(field, ProfileField.localhost(filter.get().name())).map(d -> "seccomp " + d);
    }
    return field.localhost().startsWith(ProfileName.FILTERS)
        ? Optional.of("seccomp " + field.shown() + ", which is no filter of the revision's")
        : Optional.empty();
  }

  private static Optional<String> differs(ProfileField field, ProfileField expected) {
    return field.equals(expected)
        ? Optional.empty()
        : Optional.of(field.shown() + ", not " + expected.shown());
  }
}
