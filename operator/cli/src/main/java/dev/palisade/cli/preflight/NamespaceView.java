package dev.palisade.cli.preflight;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.observe.Selectors;
import dev.palisade.observe.WorkloadFacts;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a preflight looks at.
 *
 * @param policies of the namespace
 * @param revisions of this policy that are stored
 * @param others workloads of kinds that no revision is assigned to
 */
record NamespaceView(
    List<SecurityPolicy> policies,
    List<SecurityProfile> revisions,
    List<Deployment> deployments,
    List<Other> others,
    List<Node> nodes) {

  /** A workload of another kind, with its pod template. */
  record Other(String kind, String name, PodTemplateSpec template) {}

  List<Workload> matched(SecurityPolicy policy) {
    return deployments.stream()
        .filter(d -> stays(d) && matches(policy, d.getSpec().getTemplate()))
        .sorted(Comparator.comparing(d -> d.getMetadata().getName()))
        .map(d -> WorkloadFacts.of(d, List.of(), true, rivals(policy, d)))
        .toList();
  }

  List<Other> matchedOthers(SecurityPolicy policy) {
    return others.stream().filter(o -> matches(policy, o.template())).toList();
  }

  private List<String> rivals(SecurityPolicy policy, Deployment d) {
    return policies.stream()
        .filter(p -> stays(p) && matches(p, d.getSpec().getTemplate()))
        .map(p -> p.getMetadata().getName())
        .filter(name -> !name.equals(policy.getMetadata().getName()))
        .sorted()
        .toList();
  }

  private static boolean stays(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() == null;
  }

  private static boolean matches(SecurityPolicy policy, PodTemplateSpec template) {
    Map<String, String> labels =
        Optional.ofNullable(template.getMetadata()).map(m -> m.getLabels()).orElse(Map.of());
    return Selectors.matches(policy.getSpec().podSelector, labels);
  }
}
