package dev.palisade.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.policy.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClusterPolicyProgressTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  @Test
  void verifiedOnceEveryPolicyIsReadyWithThisGeneration() {
    assertThat(said(policy("a", 2, "True"), policy("b", 2, "True"), stranger()))
        .isEqualTo(
            "True Verified 2/2/0: every policy that it is merged into is verified with it: 2");
    assertThat(said(policy("a", 2, "True"), policy("b", 1, "True"), policy("c", 2, "False")))
        .isEqualTo("False Rolling 3/1/0: not verified yet: shop/b, shop/c");
  }

  @Test
  void whatFailedIsNamedFirst() {
    SecurityPolicy invalid = policy("invalid", 2, "False");
    invalid.getStatus().conditions =
        List.of(condition("Compiled", "False"), condition("Ready", "False"));
    SecurityPolicy takenBack = policy("taken-back", 2, "False");
    takenBack.getStatus().updateRevision = "shop.taken-back.abc";
    var failed = new SecurityPolicyStatus.FailedRevision();
    failed.revision = "shop.taken-back.abc";
    takenBack.getStatus().failedRevisions = List.of(failed);
    assertThat(said(policy("a", 1, "True"), invalid, takenBack))
        .isEqualTo(
            "False PoliciesFailed 3/0/2: not merged, or taken back: shop/invalid, shop/taken-back; see each one's conditions");
  }

  @Test
  void manyAreNotAllNamed() {
    SecurityPolicy[] many =
        IntStream.rangeClosed(1, 8)
            .mapToObj(i -> policy("p" + i, 1, "True"))
            .toArray(SecurityPolicy[]::new);
    assertThat(said(many))
        .isEqualTo(
            "False Rolling 8/0/0: not verified yet: shop/p1, shop/p2, shop/p3, shop/p4, shop/p5 and 3 more");
  }

  @Test
  void withoutAPolicyThereIsNothingToWaitFor() {
    assertThat(said(stranger()))
        .isEqualTo(
            "True NoMatchingPolicies 0/0/0: it is merged into SecurityPolicies, and none matches");
  }

  @Test
  void oneThatCannotBeUsedSaysWhy() {
    ClusterSecurityPolicyStatus status =
        ClusterPolicyProgress.of(
            cluster(),
            List.of(policy("a", 2, "True")),
            ClusterPolicyProgressTest::nowhere,
            List.of(Problem.error("spec.presets[0]", "unknown"), Problem.warning("spec", "hm")),
            NOW);
    assertThat(status.conditions)
        .extracting(Condition::getReason, Condition::getMessage)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Invalid", "spec.presets[0]: unknown"));
  }

  @Test
  void theTimeOfATurnStays() {
    ClusterSecurityPolicy cluster = cluster();
    cluster.setStatus(
        ClusterPolicyProgress.of(
            cluster,
            List.of(policy("a", 1, "True")),
            ClusterPolicyProgressTest::nowhere,
            List.of(),
            NOW));
    List<SecurityPolicy> later = List.of(policy("a", 1, "True"), policy("b", 1, "True"));
    assertThat(
            ClusterPolicyProgress.of(
                    cluster,
                    later,
                    ClusterPolicyProgressTest::nowhere,
                    List.of(),
                    NOW.plusSeconds(60))
                .conditions)
        .extracting(Condition::getLastTransitionTime)
        .containsExactly(NOW.toString());
  }

  @Test
  void aPolicyThatHasYetToMergeItIsWaitedFor() {
    SecurityPolicy created = stranger();
    created.setStatus(null);
    assertThat(said(p -> p.getStatus() == null, created, policy("a", 2, "True"), stranger()))
        .isEqualTo("False Rolling 2/1/0: not verified yet: shop/stranger");
  }

  /** What was wrong may have been the generation before. */
  @Test
  void aPolicyThatFailedWithAnEarlierGenerationHasNotFailed() {
    SecurityPolicy invalid = policy("invalid", 1, "False");
    invalid.getStatus().conditions = List.of(condition("Compiled", "False"));
    assertThat(said(invalid)).isEqualTo("False Rolling 1/0/0: not verified yet: shop/invalid");
  }

  private static String said(SecurityPolicy... policies) {
    return said(ClusterPolicyProgressTest::nowhere, policies);
  }

  private static String said(Predicate<SecurityPolicy> holds, SecurityPolicy... policies) {
    ClusterSecurityPolicyStatus status =
        ClusterPolicyProgress.of(cluster(), List.of(policies), holds, List.of(), NOW);
    return Said.of(status.conditions, status.policyCounts);
  }

  private static boolean nowhere(SecurityPolicy policy) {
    return false;
  }

  private static ClusterSecurityPolicy cluster() {
    var cluster = new ClusterSecurityPolicy();
    cluster.setMetadata(new ObjectMetaBuilder().withName("baseline").withGeneration(2L).build());
    return cluster;
  }

  /** One that it is not merged into. */
  private static SecurityPolicy stranger() {
    SecurityPolicy policy = policy("stranger", 2, "False");
    policy.getStatus().clusterPolicies = null;
    return policy;
  }

  private static SecurityPolicy policy(String name, long generation, String ready) {
    var policy = new SecurityPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    var merged = new SecurityPolicyStatus.Merged();
    merged.name = "baseline";
    merged.generation = generation;
    var status = new SecurityPolicyStatus();
    status.clusterPolicies = List.of(merged);
    status.conditions =
        Stream.of(condition("Compiled", "True"), condition("Ready", ready)).toList();
    policy.setStatus(status);
    return policy;
  }

  private static Condition condition(String type, String status) {
    return new ConditionBuilder().withType(type).withStatus(status).build();
  }
}
