package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * How much longer Palisade takes to roll 10 replicas than {@code kubectl rollout restart} of the
 * same Deployment, on kwok nodes. The clock of a Palisade roll begins when the changed policy is
 * applied (compile and gate are in it) and ends when the Deployment is complete, as that of a
 * restart does.
 */
@OnBed(Nodes.NONE)
class RolloutBench {
  private static final int PAIRS = 5;
  private static final int REPLICAS = 10;
  private static final double GOAL = 1.1;
  private static final Duration GATE = Duration.ofMillis(100);
  private static final Map<String, String> POD =
      Map.of("test.palisade.dev/ready-after", "2s", "test.palisade.dev/delete-after", "1s");

  private record Pair(Duration palisade, Duration restart) {
    double ratio() {
      return (double) palisade.toMillis() / restart.toMillis();
    }
  }

  @Test
  void rollingByPalisadeAgainstRolloutRestart(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 3)) {
      scene.helpers().pretendAll(pretence -> pretence.delayed(GATE));
      scene.startOperator();
      scene.apply(Manifests.deployment(scene, "web", REPLICAS, POD));
      scene.apply(Manifests.policy("web", "/v0/**"));
      scene.awaitVerified("web");

      List<Pair> pairs = new ArrayList<>();
      for (int i = 1; i <= PAIRS; i++) {
        Pair pair = new Pair(byPalisade(scene, "/v" + i + "/**"), byRestart(scene));
        pairs.add(pair);
        System.out.printf(
            "bench: pair %d: palisade %.1f s, rollout restart %.1f s, ratio %.2f%n",
            i, seconds(pair.palisade()), seconds(pair.restart()), pair.ratio());
      }
      double median =
          pairs.stream()
              .mapToDouble(Pair::ratio)
              .sorted()
              .skip(PAIRS / 2)
              .findFirst()
              .orElseThrow();
      System.out.printf(
          "bench: rolling %d replicas, pods ready after 2 s, stub helpers verify after %d ms: median ratio %.2f (goal at"
              + " most %.1f)%n",
          REPLICAS, GATE.toMillis(), median, GOAL);
      assertThat(median).as("median ratio of %d pairs", PAIRS).isLessThanOrEqualTo(GOAL);
    }
  }

  private static Duration byPalisade(Scene scene, String path) {
    String before = Live.templateRevision(scene.deployment("web"));
    long start = System.nanoTime();
    scene.apply(Manifests.policy("web", path));
    complete(scene, d -> !Objects.equals(Live.templateRevision(d), before));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    scene.await(
        "web",
        "verified",
        policy -> {
          assertCondition(policy, "Ready", "True", "Verified");
          assertThat(policy.getStatus().stableRevision)
              .isEqualTo(Live.templateRevision(scene.deployment("web")));
        });
    scene.quiet("web");
    return took;
  }

  private static Duration byRestart(Scene scene) {
    long generation = scene.deployment("web").getMetadata().getGeneration();
    long start = System.nanoTime();
    scene
        .client()
        .apps()
        .deployments()
        .inNamespace(scene.namespace())
        .withName("web")
        .rolling()
        .restart();
    complete(scene, d -> d.getMetadata().getGeneration() > generation);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    scene.awaitVerified("web");
    scene.quiet("web");
    return took;
  }

  private static void complete(Scene scene, java.util.function.Predicate<Deployment> changed) {
    Await.until(
        "Deployment complete",
        Duration.ofMinutes(3),
        () -> {
          Deployment d = scene.deployment("web");
          DeploymentStatus status = d.getStatus();
          assertThat(changed.test(d)).as("template changed").isTrue();
          assertThat(status.getObservedGeneration()).isEqualTo(d.getMetadata().getGeneration());
          assertThat(status.getUpdatedReplicas()).isEqualTo(REPLICAS);
          assertThat(status.getReplicas()).isEqualTo(REPLICAS);
          assertThat(status.getAvailableReplicas()).isEqualTo(REPLICAS);
        });
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
