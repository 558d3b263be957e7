package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.it.WriteLog.Write;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * I7: the operator stopped after each of its writes in turn and started again comes to the same
 * end, with no more writes than the undisturbed run. The points are found by counting the
 * undisturbed run's writes, not by timing.
 */
@OnBed(Nodes.NONE)
class CrashPointsIT {
  /** What is there in the end, without what is new in every run. */
  private record End(
      List<String> conditions, boolean stable, int enforced, int revisions, int replicaSets) {}

  private record Run(End end, List<Write> writes, int lives) {}

  @Test
  void stoppedAfterEachWriteInTurn(KubernetesClient client) throws Exception {
    Run undisturbed = run(client, Integer.MAX_VALUE);
    Map<String, Long> allowed = counted(undisturbed.writes());
    System.out.printf(
        "crash points: the undisturbed run makes %d writes: %s%n",
        undisturbed.writes().size(), allowed);

    for (int point = 1; point <= undisturbed.writes().size(); point++) {
      Run disturbed = run(client, point);
      String where =
          "stopped after write %d, %s".formatted(point, disturbed.writes().get(point - 1).kind());
      assertThat(disturbed.lives()).as(where).isEqualTo(2);
      assertThat(disturbed.end()).as(where).isEqualTo(undisturbed.end());
      counted(disturbed.writes())
          .forEach((kind, count) ->
              assertThat(count)
                  .as("%s: %s", where, kind)
                  .isLessThanOrEqualTo(allowed.getOrDefault(kind, 0L)));
    }
    System.out.printf(
        "crash points: %d tried, each with the same end%n", undisturbed.writes().size());
  }

  /** From an applied policy to proven pods, by one operator or by two of which the first dies. */
  private static Run run(KubernetesClient client, int dieAfter) throws InterruptedException {
    try (Scene scene = Scene.open(client, 1)) {
      scene.apply(Manifests.deployment(scene, "web", 1));
      dev.palisade.bed.Await.until(
          "pod",
          Scene.SOON,
          () -> assertThat(scene.pods("web")).singleElement().satisfies(Live::assertReady));
      scene.apply(Manifests.policy("web", "/data/**", "{deletionPolicy: Release}"));
      List<WriteLog> logs = new ArrayList<>();
      logs.add(WriteLog.cutAfter(dieAfter));
      try (OperatorRun first = scene.startOperator(logs.getFirst())) {
        if (dieAfter == Integer.MAX_VALUE) {
          ended(scene);
        } else {
          assertThat(first.writes().cut().await(60, TimeUnit.SECONDS))
              .as("write %d happened", dieAfter)
              .isTrue();
        }
      }
      if (dieAfter != Integer.MAX_VALUE) {
        logs.add(WriteLog.counting());
        scene.startOperator(logs.getLast());
        ended(scene);
      }
      return new Run(
          end(scene), logs.stream().flatMap(log -> log.writes().stream()).toList(), logs.size());
    }
  }

  private static void ended(Scene scene) {
    scene.await(
        "web",
        "verified and stable",
        Duration.ofSeconds(60),
        policy -> {
          assertCondition(policy, "Ready", "True", "Verified");
          assertCondition(policy, "Progressing", "False", "Complete");
          assertThat(policy.getStatus().stableRevision)
              .isEqualTo(policy.getStatus().updateRevision);
        });
    scene.quiet("web");
  }

  private static End end(Scene scene) {
    SecurityPolicy policy = scene.policy("web");
    List<String> conditions =
        Live.conditions(policy).stream()
            .map((Condition c) -> c.getType() + "=" + c.getStatus() + "/" + c.getReason())
            .sorted()
            .toList();
    String revision = policy.getStatus().updateRevision;
    List<Pod> pods = scene.pods("web");
    assertThat(pods)
        .singleElement()
        .satisfies(pod -> assertThat(PodFields.revision(pod)).isEqualTo(revision));
    return new End(
        conditions,
        revision.equals(policy.getStatus().stableRevision),
        policy.getStatus().podCounts.enforced,
        scene.revisions().size(),
        scene.replicaSets("web").size());
  }

  /** Writes by what they are about; names that differ from run to run are cut off. */
  private static Map<String, Long> counted(List<Write> writes) {
    return writes.stream()
        .map(write ->
            write
                .kind()
                .replaceFirst("namespaces/it-[0-9a-f]+/", "")
                .replaceFirst("(securityprofile(blob)?s|events)/.*", "$1/*"))
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
