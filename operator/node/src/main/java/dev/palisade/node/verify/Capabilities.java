package dev.palisade.node.verify;

import dev.palisade.node.model.Container;
import dev.palisade.policy.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a container's author dropped, against a process's bounding set. */
final class Capabilities {
  private Capabilities() {}

  /**
   * The capabilities that the container's author dropped and the bounding set still has. As
   * containerd applies them: {@code drop: [ALL]}, then adds, then the other drops.
   */
  static List<String> kept(Container container, long boundingSet) {
    Set<String> drop = normal(container.drop());
    Set<String> add = normal(container.add());
    if (container.privileged() || drop.isEmpty()) {
      return List.of();
    }
    List<String> kept = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      String name = capability.name();
      boolean byAll = drop.contains("ALL") && !add.contains("ALL") && !add.contains(name);
      if ((byAll || drop.contains(name)) && capability.isIn(boundingSet)) {
        kept.add(name);
      }
    }
    return kept;
  }

  private static Set<String> normal(List<String> names) {
    return names.stream().map(Capability::normalised).collect(Collectors.toSet());
  }
}
