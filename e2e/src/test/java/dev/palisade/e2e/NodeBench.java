package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What Palisade takes on nodes that enforce: from apply to the proof on every process, against
 * {@code kubectl rollout restart} of the same Deployment of one pod; and resident memory. The nodes
 * are emulated in software, about ten times slower than a machine.
 */
class NodeBench extends PalisadeCase {
  private static final int PAIRS = 5;
  private static final long MIB = 1 << 20;
  private static final long OPERATOR_GOAL = 256;
  private static final long HELPER_GOAL = 80;

  private record Pair(Duration loaded, Duration verified, Duration restart) {
    double ratio() {
      return (double) verified.toMillis() / restart.toMillis();
    }
  }

  @Test
  void applyToVerifiedAgainstRolloutRestart() {
    DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
    Policies policies = new Policies(scene);
    policies.awaitVerified(policies.apply("demo/policy-v1.yaml", p -> {}));

    List<Pair> pairs = new ArrayList<>();
    for (int i = 1; i <= PAIRS; i++) {
      String manifest = i % 2 == 0 ? "demo/policy-v1.yaml" : "demo/policy-v2.yaml";
      long start = System.nanoTime();
      SecurityPolicy applied = policies.apply(manifest, p -> {});
      policies.awaitCondition(applied, "Loaded", "True", "Loaded");
      Duration loaded = since(start);
      app.awaitReady(policies.awaitVerified(applied).getStatus().updateRevision);
      Duration verified = since(start);
      Pair pair = new Pair(loaded, verified, restart(app));
      policies.awaitVerified(applied);
      pairs.add(pair);
      System.out.printf(
          "bench: node pair %d: apply to loaded %.1f s, to verified %.1f s; rollout restart %.1f s; ratio %.2f%n",
          i, seconds(loaded), seconds(verified), seconds(pair.restart()), pair.ratio());
    }
    System.out.printf(
        "bench: apply to verified on emulated nodes: median %.1f s, median ratio to rollout restart %.2f%n",
        seconds(pairs.stream().map(Pair::verified).sorted().toList().get(PAIRS / 2)),
        pairs.stream().map(Pair::ratio).sorted().toList().get(PAIRS / 2));
    memory("operator", scene.installation().operators(), OPERATOR_GOAL);
    memory("helper", scene.installation().helpers(), HELPER_GOAL);
  }

  private Duration restart(DemoApp app) {
    String before = app.anyPod().getMetadata().getUid();
    String revision = DemoApp.revision(app.anyPod());
    long start = System.nanoTime();
    app.deployment().rolling().restart();
    Await.until(
        "the pod is another",
        DemoApp.ROLL,
        () ->
            assertThat(app.pods())
                .extracting(p -> p.getMetadata().getUid())
                .hasSize(1)
                .doesNotContain(before));
    app.awaitReady(revision);
    return since(start);
  }

  private void memory(String what, List<Pod> pods, long goal) {
    List<Long> resident =
        pods.stream().map(p -> new Jvm(scene.bed(), p).resident() / MIB).sorted().toList();
    System.out.printf(
        "bench: resident memory of %s: %s MiB (goal at most %d)%n", what, resident, goal);
    assertThat(resident.getLast()).as("MiB of %s", what).isLessThanOrEqualTo(goal);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
