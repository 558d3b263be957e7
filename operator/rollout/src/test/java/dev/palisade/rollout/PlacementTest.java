package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a pod may land. */
class PlacementTest {

  private static Node node(Map<String, String> labels, Node.Taint... taints) {
    return new Node(
        "n1",
        true,
        false,
        Sample.T0,
        labels,
        List.of(taints),
        "b",
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "In, a, true",
    "In, b, false",
    "NotIn, a, false",
    "NotIn, b, true",
    "Exists, , true",
    "DoesNotExist, , false",
    "Gt, 4, true",
    "Gt, 5, false",
    "Gt, x, false",
    "Lt, 6, true",
    "Lt, 5, false",
    "Nonsense, a, false"
  })
  void operators(String operator, String value, boolean matches) {
    String key = operator.length() == 2 && !operator.equals("In") ? "number" : "zone";
    Requirement r = new Requirement(key, operator, value == null ? List.of() : List.of(value));
    assertThat(r.matches(Map.of("zone", "a", "number", "5"))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"NotIn, true", "DoesNotExist, true", "In, false", "Exists, false", "Gt, false"})
  void operatorsOnAnAbsentLabel(String operator, boolean matches) {
    Requirement r = new Requirement("zone", operator, List.of("1"));
    assertThat(r.matches(Map.of())).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "gpu, Equal, yes, NoSchedule, true",
    "gpu, Equal, no, NoSchedule, false",
    "gpu, Exists, '', NoSchedule, true",
    "gpu, Exists, '', NoExecute, false",
    "gpu, Exists, '', '', true",
    "'', Exists, '', '', true",
    "other, Exists, '', '', false"
  })
  void tolerations(String key, String operator, String value, String effect, boolean lands) {
    Placement p =
        new Placement(
            Map.of(),
            List.of(),
            List.of(new Placement.Toleration(key, operator, value, effect)),
            false,
            Set.of());
    assertThat(p.mayLand(node(Map.of(), new Node.Taint("gpu", "yes", "NoSchedule"))))
        .isEqualTo(lands);
  }

  @ParameterizedTest
  @CsvSource({"NoSchedule, false", "NoExecute, false", "PreferNoSchedule, true"})
  void taints(String effect, boolean lands) {
    assertThat(Placement.ANYWHERE.mayLand(node(Map.of(), new Node.Taint("k", "", effect))))
        .isEqualTo(lands);
  }

  @ParameterizedTest
  @CsvSource({"true, false, true", "false, false, false", "true, true, false"})
  void readyAndSchedulable(boolean ready, boolean unschedulable, boolean lands) {
    Node n =
        new Node(
            "n1",
            ready,
            unschedulable,
            Sample.T0,
            Map.of(),
            List.of(),
            "b",
            Optional.empty(),
            Optional.empty());
    assertThat(Placement.ANYWHERE.mayLand(n)).isEqualTo(lands);
    assertThat(Placement.ANYWHERE.fits(n)).as("labels and taints alone").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"a, n1, true", "b, n1, false", "a, n2, false"})
  void aTermNeedsLabelsAndFields(String zone, String name, boolean lands) {
    Placement p =
        new Placement(
            Map.of("os", "linux"),
            List.of(
                new Placement.Term(List.of(), List.of()),
                new Placement.Term(
                    List.of(new Requirement("zone", "In", List.of(zone))),
                    List.of(new Requirement("metadata.name", "In", List.of(name))))),
            List.of(),
            true,
            Set.of());
    assertThat(p.mayLand(node(Map.of("zone", "a", "os", "linux")))).isEqualTo(lands);
    assertThat(p.mayLand(node(Map.of("zone", "a")))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "palisade.dev/avoid, true, APP_ARMOR, false",
    "palisade.dev/avoid, false, APP_ARMOR, true",
    "palisade.dev/avoid-devices, true, DEVICES, false",
    "palisade.dev/avoid-devices, true, APP_ARMOR, true",
    "palisade.dev/avoid, true, DEVICES, true"
  })
  void avoiding(String label, String value, Need need, boolean lands) {
    Node n = node(Map.of(label, value));
    assertThat(Placement.ANYWHERE.avoiding(Set.of(need)).mayLand(n)).isEqualTo(lands);
    assertThat(Placement.ANYWHERE.mayLand(n)).isTrue();
  }

  @Test
  void anAffinityOfTheOwnersStaysAlone() {
    Placement own = new Placement(Map.of(), List.of(), List.of(), true, Set.of());
    assertThat(own.avoiding(Set.of(Need.APP_ARMOR))).isEqualTo(own);
  }
}
