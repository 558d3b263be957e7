package dev.palisade.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityBaseSpec;
import dev.palisade.api.v1alpha1.SecurityBaseStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.policy.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is to take generation 2 of base {@code java}, and what is said of it. */
class BaseProgressTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final SecurityBase base = base();

  @Test
  void oneAfterAnotherInTheOrderOfTheirNames() {
    SecurityPolicy other = policy("a", 1, "True");
    other.getMetadata().setNamespace("bank");
    List<SecurityPolicy> users = List.of(policy("b", 1, "True"), policy("a", 1, "True"), other);
    assertThat(turn(users)).containsExactly("bank/a");
    assertThat(said(users))
        .isEqualTo(
            "False Rolling 3/0/0: 0 of 3 policies are verified with generation 2, 6 pods are under all of them;"
                + " the turn is bank/a's, after which come 2");

    other.setStatus(policy("a", 2, "False").getStatus());
    assertThat(turn(users)).containsExactly("bank/a");

    other.setStatus(policy("a", 2, "True").getStatus());
    assertThat(turn(users)).containsExactly("shop/a");
    assertThat(said(users))
        .isEqualTo(
            "False Rolling 3/1/0: 1 of 3 policies are verified with generation 2, 6 pods are under all of them;"
                + " the turn is shop/a's, after which come 1");
  }

  @Test
  void severalAtATimeWhereTheBudgetSaysSo() {
    base.getSpec().rollout = new SecurityBaseSpec.BaseRollout();
    base.getSpec().rollout.maxConcurrentPolicies = 2;
    List<SecurityPolicy> users =
        List.of(
            policy("a", 2, "True"),
            policy("b", 2, "False"),
            policy("c", 1, "True"),
            policy("d", 1, "True"));
    assertThat(turn(users)).containsExactly("shop/b", "shop/c");
    assertThat(said(users)).endsWith("the turn is shop/b's and shop/c's, after which come 1");
  }

  @Test
  void whoFailedKeepsThePlace() {
    SecurityPolicy failed = policy("a", 2, "True");
    failed.getStatus().updateRevision = "shop.a.abc";
    var revision = new SecurityPolicyStatus.FailedRevision();
    revision.revision = "shop.a.abc";
    failed.getStatus().failedRevisions = List.of(revision);
    SecurityPolicy refused = policy("b", 2, "False");
    refused.getStatus().conditions = List.of(condition("Compiled", "False"));
    List<SecurityPolicy> users = List.of(policy("c", 1, "True"), refused, failed);
    assertThat(turn(users)).containsExactly("shop/a");
    assertThat(said(users))
        .isEqualTo(
            "False PoliciesFailed 3/0/2: not taken, or taken back: shop/a, shop/b; see each one's conditions;"
                + " the turn is shop/a's, after which come 2");
  }

  /** What it says is not about this generation, whatever it says. */
  @Test
  void whatAPolicySaysOfAnEarlierGenerationIsNotCounted() {
    SecurityPolicy refused = policy("a", 1, "False");
    refused.getStatus().conditions = List.of(condition("Compiled", "False"));
    SecurityPolicy made = policy("b", 1, "True");
    made.setStatus(null);
    assertThat(said(List.of(refused, made)))
        .isEqualTo(
            "False Rolling 2/0/0: 0 of 2 policies are verified with generation 2, 2 pods are under all of them;"
                + " the turn is shop/a's, after which come 1");
  }

  @Test
  void whatItSaysOfAnotherObjectOfThatNameIsNotCounted() {
    base.getMetadata().setUid("made-anew");
    assertThat(turn(List.of(policy("a", 2, "True")))).containsExactly("shop/a");
  }

  @Test
  void verifiedOnceEveryPolicyIs() {
    List<SecurityPolicy> users = List.of(policy("a", 2, "True"), policy("b", 2, "True"));
    assertThat(turn(users)).isEmpty();
    assertThat(said(users))
        .isEqualTo("True Verified 2/2/0: every policy on it is verified with it: 2");
    assertThat(said(List.of())).isEqualTo("True NotUsed 0/0/0: no SecurityPolicy names it");
  }

  @Test
  void oneThatCannotBeUsedIsNobodysTurn() {
    SecurityBaseStatus status =
        BaseProgress.of(
            base,
            List.of(policy("a", 1, "True")),
            List.of(Problem.error("spec.appArmorRules", "no"), Problem.warning("spec", "hm")),
            NOW);
    assertThat(status.turn).isEmpty();
    assertThat(said(status))
        .isEqualTo(
            "False Invalid 1/0/0: spec.appArmorRules: no; policies that have an earlier generation keep it");
  }

  @Test
  void whatItIsAboutAndHowManyPodsAreConcernedIsSaidFromTheBeginning() {
    SecurityPolicy unseen = policy("b", 1, "True");
    unseen.getStatus().podCounts = null;
    SecurityBaseStatus status = status(List.of(policy("a", 1, "True"), unseen));
    assertThat(status.observedGeneration).isEqualTo(2);
    assertThat(status.pods).isEqualTo(2);
    assertThat(status.conditions).hasSize(1);
    assertThat(status.conditions.getFirst().getObservedGeneration()).isEqualTo(2);
  }

  @Test
  void theTimeOfAConditionStays() {
    base.setStatus(status(List.of(policy("a", 1, "True"))));
    SecurityBaseStatus later =
        BaseProgress.of(
            base,
            List.of(policy("a", 1, "True"), policy("b", 1, "True")),
            List.of(),
            NOW.plusSeconds(60));
    assertThat(later.conditions)
        .extracting(Condition::getLastTransitionTime)
        .containsExactly(NOW.toString());
  }

  private List<String> turn(List<SecurityPolicy> users) {
    return status(users).turn;
  }

  private String said(List<SecurityPolicy> users) {
    return said(status(users));
  }

  private static String said(SecurityBaseStatus status) {
    return Said.of(status.conditions, status.policyCounts);
  }

  private SecurityBaseStatus status(List<SecurityPolicy> users) {
    return BaseProgress.of(base, users, List.of(), NOW);
  }

  private static SecurityBase base() {
    var base = new SecurityBase();
    base.setMetadata(new ObjectMetaBuilder().withName("java").withGeneration(2L).build());
    base.setSpec(new SecurityBaseSpec());
    return base;
  }

  /** One with two pods. */
  private static SecurityPolicy policy(String name, long generation, String ready) {
    var taken = new SecurityPolicyStatus.Merged();
    taken.name = "java";
    taken.generation = generation;
    var another = new SecurityPolicyStatus.Merged();
    another.name = "another";
    another.generation = 2L;
    var status = new SecurityPolicyStatus();
    status.bases = List.of(another, taken);
    status.conditions = List.of(condition("Compiled", "True"), condition("Ready", ready));
    status.podCounts = new SecurityPolicyStatus.PodCounts();
    status.podCounts.governed = 2;
    var policy = new SecurityPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    policy.setStatus(status);
    return policy;
  }

  private static Condition condition(String type, String status) {
    return new ConditionBuilder().withType(type).withStatus(status).build();
  }
}
