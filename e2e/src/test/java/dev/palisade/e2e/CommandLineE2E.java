package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Program;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a living cluster. */
@Tag("nightly")
class CommandLineE2E extends PalisadeCase {
  private static final Duration ANSWER = Duration.ofMinutes(1);

  @Test
  void preflightThenStatusOfARolledPolicy(@TempDir Path directory) throws IOException {
    DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
    Policies policies = new Policies(scene);
    Path file = directory.resolve("policy.yaml");
    Files.writeString(
        file, Serialization.asYaml(scene.only("demo/policy-v1.yaml", SecurityPolicy.class)));

    Program preflight = palisade("preflight", file.toString());
    assertThat(preflight.out()).contains(DemoApp.NAME);
    assertThat(app.deployment().get().getMetadata().getGeneration())
        .as("generation after preflight, which writes nothing")
        .isEqualTo(1);

    SecurityPolicy applied = policies.apply("demo/policy-v1.yaml", p -> {});
    String revision = policies.awaitVerified(applied).getStatus().updateRevision;
    Program status = palisade("status", "-n", scene.namespace());
    assertThat(status.out()).contains(DemoApp.NAME).contains("Complete");
    assertThat(palisade("status", DemoApp.NAME, "-n", scene.namespace()).out())
        .contains(revision)
        .contains("Verified");
  }

  private Program palisade(String... arguments) {
    return CommandLine.run(scene.bed(), ANSWER, arguments).successful();
  }
}
