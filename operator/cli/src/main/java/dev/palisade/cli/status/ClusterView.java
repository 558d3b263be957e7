package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * What {@code status} is made from, read at about the same time.
 *
 * @param helpers the helper pods of all nodes; empty if this user may not read them
 * @param unread what this user may not read, in a sentence each
 */
public record ClusterView(
    List<SecurityPolicy> policies,
    List<SecurityProfile> revisions,
    List<NodeSecurityState> reports,
    List<Node> nodes,
    Optional<List<Pod>> helpers,
    List<String> unread) {
  public ClusterView {
    policies = List.copyOf(policies);
    revisions = List.copyOf(revisions);
    reports = List.copyOf(reports);
    nodes = List.copyOf(nodes);
    helpers = helpers.map(List::copyOf);
    unread = List.copyOf(unread);
  }

  static ClusterView of(List<SecurityPolicy> policies) {
    return new ClusterView(policies, List.of(), List.of(), List.of(), Optional.empty(), List.of());
  }
}
