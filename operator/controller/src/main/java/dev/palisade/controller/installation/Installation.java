package dev.palisade.controller.installation;

import dev.palisade.rollout.Node;
import dev.palisade.rollout.Placement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be seen of an installation.
 *
 * @param missing custom resources that the API server does not serve; nothing else was looked at
 *     then
 * @param operators empty: there is no Deployment
 * @param helper where its DaemonSet puts pods; empty: there is none
 */
record Installation(
    Set<String> missing,
    Optional<Operators> operators,
    Optional<Placement> helper,
    List<Node> nodes) {
  Installation {
    missing = Set.copyOf(missing);
    nodes = List.copyOf(nodes);
  }

  static Installation without(Set<String> missing) {
    return new Installation(missing, Optional.empty(), Optional.empty(), List.of());
  }
}
