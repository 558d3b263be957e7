package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicySpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterScopeTest {
  private static final LabelSelector ALL = new LabelSelector();
  private static final LabelSelector PROD =
      new LabelSelectorBuilder().addToMatchLabels("stage", "prod").build();
  private static final LabelSelector NOT_SYSTEM =
      new LabelSelectorBuilder()
          .addNewMatchExpression()
          .withKey("kubernetes.io/metadata.name")
          .withOperator("NotIn")
          .withValues("kube-system")
          .endMatchExpression()
          .build();
  private static final LabelSelector NOT_EXEMPT =
      new LabelSelectorBuilder()
          .addNewMatchExpression()
          .withKey("exempt")
          .withOperator("DoesNotExist")
          .endMatchExpression()
          .build();

  @Test
  void byNamespaceAndByPolicyInTheOrderOfNames() {
    List<ClusterSecurityPolicy> all =
        List.of(
            cluster("z-everywhere", ALL, null),
            cluster("prod", PROD, null),
            cluster("not-system", NOT_SYSTEM, null),
            cluster("not-exempt", ALL, NOT_EXEMPT));
    assertThat(names(Map.of(), Map.of("kubernetes.io/metadata.name", "shop"), all))
        .containsExactly("not-exempt", "not-system", "z-everywhere");
    assertThat(
            names(
                Map.of("exempt", ""),
                Map.of("kubernetes.io/metadata.name", "kube-system", "stage", "prod"),
                all))
        .containsExactly("prod", "z-everywhere");
  }

  @Test
  void oneThatIsBeingDeletedHoldsNoLonger() {
    ClusterSecurityPolicy going = cluster("going", ALL, null);
    going.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(names(Map.of(), Map.of(), List.of(going))).isEmpty();
  }

  private static List<String> names(
      Map<String, String> policy, Map<String, String> namespace, List<ClusterSecurityPolicy> all) {
    var of = new SecurityPolicy();
    of.setMetadata(new ObjectMetaBuilder().withName("checkout").withLabels(policy).build());
    return ClusterScope.of(of, namespace, all).stream()
        .map(c -> c.getMetadata().getName())
        .toList();
  }

  private static ClusterSecurityPolicy cluster(
      String name, LabelSelector namespaces, LabelSelector policies) {
    var cluster = new ClusterSecurityPolicy();
    cluster.setMetadata(new ObjectMetaBuilder().withName(name).build());
    var spec = new ClusterSecurityPolicySpec();
    spec.namespaceSelector = namespaces;
    spec.policySelector = policies;
    cluster.setSpec(spec);
    return cluster;
  }
}
