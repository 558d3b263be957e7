package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a running operator shows, the Java Operator SDK's numbers with it. */
@OnBed(Nodes.NONE)
class MetricsIT {
  private static final int POLICIES = 6;

  @Test
  void aLifeIsToldInNumbersAndNoNames(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 2)) {
      OperatorRun operator = scene.startOperator();
      for (int i = 1; i <= POLICIES; i++) {
        scene.apply(Manifests.deployment(scene, "app-" + i, 1));
        scene.apply(Manifests.policy("app-" + i, "/data/**"));
      }
      for (int i = 1; i <= POLICIES; i++) {
        scene.awaitVerified("app-" + i);
        scene.quiet("app-" + i);
      }
      assertThat(operator.stopped()).isEmpty();
      List<String> samples = operator.metrics().lines().filter(l -> !l.startsWith("#")).toList();

      assertThat(samples)
          .contains(
              "palisade_leader 1.0",
              "palisade_policies{reason=\"Verified\",status=\"True\",type=\"Ready\"} "
                  + POLICIES
                  + ".0");
      assertThat(value(samples, "palisade_rollout_duration_seconds_count{outcome=\"completed\"}"))
          .isEqualTo(POLICIES);
      assertThat(value(samples, "palisade_compile_duration_seconds_count{outcome=\"Compiled\"}"))
          .isEqualTo(POLICIES);
      assertThat(value(samples, "palisade_steps_total{outcome=\"done\",step=\"Apply\"}"))
          .isEqualTo(POLICIES);
      assertThat(value(samples, "palisade_dry_runs_total{answer=\"accepted\"}"))
          .isGreaterThanOrEqualTo(POLICIES);
      assertThat(value(samples, "palisade_nodes{state=\"Capable\"}")).isGreaterThanOrEqualTo(2);
      assertThat(samples)
          .anyMatch(l -> l.startsWith("reconciliations_success_total{"))
          .anyMatch(l -> l.startsWith("reconciliations_execution_duration_seconds_count{"))
          .noneMatch(l -> l.contains(scene.namespace()))
          .noneMatch(l -> l.contains("app-"))
          .hasSizeLessThan(300);
    }
  }

  private static double value(List<String> samples, String series) {
    return samples.stream()
        .filter(l -> l.startsWith(series + " "))
        .mapToDouble(l -> Double.parseDouble(l.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " among " + samples));
  }
}
