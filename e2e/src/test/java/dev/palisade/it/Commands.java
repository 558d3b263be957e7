package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.bed.Await;

/** RolloutCommands of the cases. */
final class Commands {
  private Commands() {}

  static String retry(String name, String policy) {
    return command(name, "{action: Retry, policyName: %s}".formatted(policy));
  }

  static String abort(String name, String policy) {
    return command(name, "{action: Abort, policyName: %s}".formatted(policy));
  }

  static String release(String name, String deployment) {
    return command(
        name, "{action: Release, workloads: [{kind: Deployment, name: %s}]}".formatted(deployment));
  }

  private static String command(String name, String spec) {
    return """
    apiVersion: palisade.dev/v1alpha1
    kind: RolloutCommand
    metadata: {name: %s}
    spec: %s
    """
        .formatted(name, spec);
  }

  /** Waits until the operator says this of the command, and gives its message. */
  static String awaitPhase(Scene scene, String name, String phase) {
    var resource =
        scene
            .client()
            .resources(RolloutCommand.class)
            .inNamespace(scene.namespace())
            .withName(name);
    Await.until(
        "command " + name + " " + phase,
        Scene.SOON,
        () -> {
          RolloutCommand command = resource.get();
          assertThat(command.getStatus()).isNotNull();
          assertThat(command.getStatus().phase).as(command.getStatus().message).hasToString(phase);
        });
    return resource.get().getStatus().message;
  }
}
