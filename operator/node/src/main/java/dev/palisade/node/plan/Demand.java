package dev.palisade.node.plan;

import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the living pods of this node ask for.
 *
 * @param revisions that they carry
 * @param names of profiles and filters in their fields
 */
record Demand(Set<String> revisions, Set<String> names) {

  static Demand of(Collection<Pod> pods) {
    Set<String> revisions = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Pod pod : pods) {
      if (!pod.ended()) {
        revisions.add(pod.revision());
        names.addAll(pod.localhostProfiles());
      }
    }
    return new Demand(revisions, names);
  }

  /** Why the node should hold a profile or filter of the revision; empty if it need not. */
  Optional<String> why(Revision revision, String name) {
    if (revision.always()) {
      return Optional.of("revision " + revision.name() + " is loaded on all nodes");
    }
    if (revisions.contains(revision.name())) {
      return Optional.of("a pod here carries revision " + revision.name());
    }
    return names.contains(name) ? Optional.of("a pod here names it") : Optional.empty();
  }
}
