package dev.palisade.controller.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NamedContainerRules;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityBaseSpec;
import dev.palisade.api.v1alpha1.SecurityBaseStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.Merged;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.BaseRules;
import dev.palisade.controller.status.Generations;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * With which rules of its bases policy {@code shop/web} is compiled: its revision has {@code
 * old-NAME,} of each, and the objects say {@code new-NAME,}.
 */
class BaseTurnTest {
  @Test
  void untilItIsItsTurnItKeepsWhatItHas() {
    SecurityPolicy policy = policy(Map.of("java", 1L), "java");
    BaseTurn turn = turn(policy, base("java", 2, 2L, "shop/another"));
    assertThat(rules(turn)).containsExactly("java old-java,");
    assertThat(taken(turn)).containsExactly("java/1");
    assertThat(turn.waits())
        .containsExactly(
            "generation 2 of SecurityBase java waits for its turn; until then this has the rules that its revision has");
  }

  @Test
  void atItsTurnItTakesWhatThereIs() {
    SecurityPolicy policy = policy(Map.of("java", 1L), "java");
    BaseTurn turn = turn(policy, base("java", 2, 2L, "shop/another", "shop/web"));
    assertThat(rules(turn)).containsExactly("java new-java,");
    assertThat(taken(turn)).containsExactly("java/2");
    assertThat(turn.waits()).isEmpty();
  }

  @Test
  void whatItHasTakenItDoesNotGiveBack() {
    SecurityPolicy policy = policy(Map.of("java", 2L), "java");
    assertThat(rules(turn(policy, base("java", 2, 2L)))).containsExactly("java new-java,");
  }

  /** The status is about what the base said before the edit. */
  @Test
  void aTurnWithAnEarlierGenerationIsNone() {
    SecurityPolicy policy = policy(Map.of("java", 1L), "java");
    for (SecurityBase base :
        List.of(base("java", 3, 2L, "shop/web"), base("java", 3, null, "shop/web"))) {
      BaseTurn turn = turn(policy, base);
      assertThat(taken(turn)).containsExactly("java/1");
      assertThat(turn.waits()).hasSize(1);
    }
    SecurityBase unseen = base("java", 2, 2L);
    unseen.setStatus(null);
    assertThat(taken(turn(policy, unseen))).containsExactly("java/1");
  }

  @Test
  void whoIsNewOnABaseWaitsForNobody() {
    SecurityBase base = base("java", 7, null);
    SecurityPolicy created = policy(Map.of(), "java");
    created.setStatus(null);
    assertThat(taken(turn(created, base))).containsExactly("java/7");
  }

  /** While it was gone the policy could not say which it has; its pods have the old rules. */
  @Test
  void oneThatWasDeletedAndMadeAnewWaitsForItsTurn() {
    SecurityPolicy policy = policy(Map.of(), "java");
    BaseTurn turn = turn(policy, base("java", 1, 1L, "shop/another"));
    assertThat(rules(turn)).containsExactly("java old-java,");
    assertThat(taken(turn)).containsExactly("java/null");
    assertThat(turn.waits()).hasSize(1);
    SecurityBase same = base("java", 1, null);
    same.getSpec().appArmorRules = "# once more\nold-java,\n";
    assertThat(taken(turn(policy, same))).containsExactly("java/1");
  }

  /** Within a moment, so that no pass saw it gone: its generation is 1 again. */
  @Test
  void anotherObjectOfTheSameNameAndGenerationIsNotTheOneThatWasTaken() {
    SecurityPolicy policy = policy(Map.of("java", 1L), "java");
    SecurityBase other = base("java", 1, 1L, "shop/another");
    other.getMetadata().setUid("other");
    BaseTurn turn = turn(policy, other);
    assertThat(rules(turn)).containsExactly("java old-java,");
    assertThat(turn.waits()).hasSize(1);
    assertThat(Generations.isOf(turn.taken().getFirst(), other)).isFalse();
    other.getStatus().turn = List.of("shop/web");
    assertThat(Generations.isOf(turn(policy, other).taken().getFirst(), other)).isTrue();
  }

  /** Nothing of it runs: it could not be compiled with what it took. */
  @Test
  void whoHasNoRevisionWithItTakesWhatThereIs() {
    SecurityPolicy policy = policy(Map.of("java", 1L), "java");
    policy.getStatus().updateRevision = "shop.web.gone";
    assertThat(taken(turn(policy, base("java", 2, 2L)))).containsExactly("java/2");
  }

  @Test
  void eachBaseHasItsTurn() {
    SecurityPolicy policy = policy(Map.of("go", 1L, "java", 1L), "java", "go", "gone");
    BaseTurn turn =
        turn(
            policy,
            base("java", 2, 2L),
            base("go", 2, 2L, "shop/web"),
            base("of-others", 5, 5L, "shop/web"));
    assertThat(rules(turn)).containsExactly("go new-go,", "java old-java,");
    assertThat(taken(turn)).containsExactly("go/2", "java/1");
  }

  private static BaseTurn turn(SecurityPolicy policy, SecurityBase... bases) {
    var revision = new SecurityProfile();
    revision.setMetadata(new ObjectMetaBuilder().withName("shop.web.abc").build());
    revision.setSpec(new SecurityProfileSpec());
    revision.getSpec().bases =
        Arrays.stream(bases).map(b -> stored(b.getMetadata().getName())).toList();
    var another = new SecurityProfile();
    another.setMetadata(new ObjectMetaBuilder().withName("shop.web.def").build());
    another.setSpec(new SecurityProfileSpec());
    return BaseTurn.of(policy, List.of(bases), List.of(another, revision));
  }

  private static List<String> rules(BaseTurn turn) {
    return turn.bases().values().stream()
        .map(base -> base.name() + " " + String.join(" ", base.lines()))
        .sorted()
        .toList();
  }

  private static List<String> taken(BaseTurn turn) {
    return turn.taken().stream().map(m -> m.name + "/" + m.generation).toList();
  }

  private static BaseRules stored(String name) {
    var rules = new BaseRules();
    rules.name = name;
    rules.rules = List.of("old-" + name + ",");
    return rules;
  }

  private static SecurityBase base(String name, long generation, Long observed, String... turn) {
    var base = new SecurityBase();
    base.setMetadata(new ObjectMetaBuilder().withName(name).withGeneration(generation).build());
    base.setSpec(new SecurityBaseSpec());
    base.getSpec().appArmorRules = "new-" + name + ",";
    base.setStatus(new SecurityBaseStatus());
    base.getStatus().observedGeneration = observed;
    base.getStatus().turn = List.of(turn);
    return base;
  }

  private static SecurityPolicy policy(Map<String, Long> taken, String... bases) {
    var policy = new SecurityPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("web").build());
    policy.setSpec(new SecurityPolicySpec());
    policy.getSpec().containers = Stream.of(bases).map(BaseTurnTest::on).toList();
    policy.setStatus(new SecurityPolicyStatus());
    policy.getStatus().updateRevision = "shop.web.abc";
    policy.getStatus().bases =
        taken.entrySet().stream().map(e -> merged(e.getKey(), e.getValue())).toList();
    return policy;
  }

  private static NamedContainerRules on(String base) {
    var rules = new NamedContainerRules();
    rules.name = "c-" + base;
    rules.base = base;
    return rules;
  }

  private static Merged merged(String name, Long generation) {
    var merged = new Merged();
    merged.name = name;
    merged.generation = generation;
    return merged;
  }
}
