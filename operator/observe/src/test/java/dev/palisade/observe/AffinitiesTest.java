package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.Need;
import dev.palisade.rollout.Placement;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which affinity of a pod spec is ours. */
class AffinitiesTest {
  private static final String TERM =
      "nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [%s]}]}}";
  private static final String AVOID =
      "{key: palisade.dev/avoid, operator: NotIn, values: ['true']}";

  static Stream<Set<Need>> ours() {
    return Stream.of(Set.of(), Set.of(Need.APP_ARMOR), Set.of(Need.values()));
  }

  @ParameterizedTest
  @MethodSource
  void ours(Set<Need> needs) {
    Placement p = placement(Affinities.avoiding(needs).orElse(null));
    assertThat(p.avoids()).isEqualTo(needs);
    assertThat(p.ownAffinity()).isFalse();
    assertThat(p.terms()).as("ours is not one of the owner's terms").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{key: zone, operator: Exists}",
        "{key: zone, operator: Exists}, " + AVOID,
        "{key: palisade.dev/avoid-devices, operator: NotIn, values: ['true']}, " + AVOID
      })
  void anyOtherIsTheOwners(String expressions) {
    Placement p = placement(Serialization.unmarshal(TERM.formatted(expressions), Affinity.class));
    assertThat(p.ownAffinity()).isTrue();
    assertThat(p.avoids()).isEmpty();
    assertThat(p.terms()).hasSize(1);
  }

  /** What is ours does not count as a change by others, and is taken out with the rest. */
  @Test
  void oursIsInNoHashOfOthersAndGoesAgain() {
    String avoiding =
        "{%s}"
            .formatted(
                TERM.formatted(
                    AVOID
                        + ", {key: palisade.dev/avoid-devices, operator: NotIn, values: ['true']}"));
    assertThat(workload(avoiding).template().othersHash())
        .isEqualTo(workload("null").template().othersHash());
    assertThat(RemovalPatch.of(workload(avoiding), Optional.empty()).orElseThrow())
        .contains("{\"op\":\"remove\",\"path\":\"/spec/template/spec/affinity\"}");
  }

  private static Workload workload(String affinity) {
    return Workloads.of(
        """
        metadata: {annotations: {palisade.dev/revision: shop.web.r1}}
        spec:
          affinity: %s
          containers: [{name: app, image: x, securityContext: {privileged: true}}]
        """
            .formatted(affinity),
        Workloads.owned(
            Map.of(
                "kubectl-rollout",
                "f:template: {f:metadata: {f:annotations: {'f:palisade.dev/revision': {}}}}")));
  }

  @Test
  void theLabelsAreThoseOfTheApi() {
    assertThat(Stream.of(Need.values()).map(Need::label))
        .isEqualTo(List.of(Palisade.AVOID, Palisade.AVOID_DEVICES));
  }

  private static Placement placement(Affinity affinity) {
    return Affinities.placement(new PodSpecBuilder().withAffinity(affinity).build());
  }
}
