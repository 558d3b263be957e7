package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import java.time.Duration;
import java.util.function.Consumer;

/** A policy {@code web} whose revision is not on every node where its pods may land. */
final class ShutGate {
  private ShutGate() {}

  /**
   * Waits until the policy says so, and watches that its Deployment is left alone.
   *
   * @param reason of condition Loaded
   * @param message looks at that of the condition
   */
  static void await(Scene scene, String reason, Consumer<String> message) {
    scene.await(
        "web",
        "held with " + reason,
        policy -> message.accept(assertCondition(policy, "Loaded", "False", reason)));
    Await.stays(
        "the gate holds",
        Duration.ofSeconds(3),
        () -> {
          assertCondition(scene.policy("web"), "Ready", "False", "NotYet");
          assertThat(scene.deployment("web").getMetadata().getGeneration()).isEqualTo(1);
          assertThat(scene.replicaSets("web")).hasSize(1);
        });
  }
}
