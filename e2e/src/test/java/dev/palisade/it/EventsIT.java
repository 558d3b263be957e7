package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events say what turned: each turn once, whoever dies in between. */
@OnBed(Nodes.NONE)
class EventsIT {
  private Scene scene;

  @BeforeEach
  void open(KubernetesClient client) {
    scene = Scene.open(client, 1);
    scene.apply(Manifests.deployment(scene, "web", 1));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** How often each condition turned to what, by the beginnings of the messages. */
  private Map<String, Integer> told() {
    return scene
        .client()
        .v1()
        .events()
        .inNamespace(scene.namespace())
        .withField("involvedObject.kind", "SecurityPolicy")
        .list()
        .getItems()
        .stream()
        .collect(
            Collectors.toMap(
                e -> e.getMessage().replaceFirst(":.*", "") + " " + e.getReason(),
                Event::getCount,
                Integer::sum,
                TreeMap::new));
  }

  @Test
  void nothingIsToldAgainAfterARestart() {
    scene.apply(Manifests.policy("web", "/data/**"));
    OperatorRun first = scene.startOperator();
    scene.awaitVerified("web");
    scene.quiet("web");
    Map<String, Integer> told = told();
    assertThat(told)
        .containsEntry("Compiled=True Compiled", 1)
        .containsEntry("Loaded=True Loaded", 1)
        .containsEntry("Ready=True Verified", 1)
        .containsEntry("Progressing=False Complete", 1);
    first.close();

    scene.startOperator();
    // A change of the spec that is no change of the rules: the new operator has looked.
    scene.apply(Manifests.policy("web", "/data/**", "{deletionPolicy: Release}"));
    scene.awaitVerified("web");
    scene.quiet("web");
    assertThat(told()).isEqualTo(told);
  }

  @Test
  void whatAProcessCouldNotTellTheNextOneTells() throws Exception {
    scene.apply(Manifests.policy("web", "/data/**"));
    WriteLog writes = WriteLog.cutAfter(4);
    try (OperatorRun first = scene.startOperator(writes)) {
      assertThat(first.writes().cut().await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(writes.writes().getLast().kind())
          .as("cut off between status and Event: %s", writes.writes())
          .contains("securitypolicies/web/status");
    }
    assertThat(told()).isEmpty();

    scene.startOperator();
    scene.awaitVerified("web");
    scene.quiet("web");
    assertThat(told())
        .containsEntry("Compiled=True Compiled", 1)
        .containsEntry("Ready=True Verified", 1);
  }

  @Test
  void theSameTurnAgainIsCounted() {
    scene.startOperator();
    for (int time = 1; time <= 3; time++) {
      int count = time;
      scene.apply(Manifests.policy("web", "/data/**"));
      told("Compiled=True Compiled", count);
      scene.apply(Manifests.policy("web", "/**/a/**/b/**"));
      told("Compiled=False Invalid", count);
      // Times in Events are whole seconds, and the same turn in the same second is the same turn.
      long second = Instant.now().getEpochSecond();
      Await.until(
          "the next second",
          Duration.ofSeconds(5),
          () -> assertThat(Instant.now().getEpochSecond()).isGreaterThan(second));
    }
    assertThat(
            scene.client().v1().events().inNamespace(scene.namespace()).list().getItems().stream()
                .filter(e -> "Invalid".equals(e.getReason())))
        .singleElement()
        .satisfies(e -> {
          assertThat(e.getType()).isEqualTo("Warning");
          assertThat(e.getFirstTimestamp()).isLessThanOrEqualTo(e.getLastTimestamp());
        });
  }

  private void told(String turn, int count) {
    Await.until(
        turn + " " + count + " times",
        Duration.ofSeconds(60),
        () -> assertThat(told()).containsEntry(turn, count));
  }
}
