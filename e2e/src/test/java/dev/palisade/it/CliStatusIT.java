package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.cli.Main;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} of a status that is written by hand. */
@OnBed(Nodes.NONE)
class CliStatusIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BY_SIGINT = 128 + 2;

  private final KubernetesClient client;
  private final Bed bed;
  @TempDir Path directory;
  private CliScene scene;

  CliStatusIT(Bed bed) {
    this.bed = bed;
    this.client = bed.client();
  }

  @BeforeEach
  void open() {
    scene = CliScene.open(client);
    scene.apply(
        """
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityPolicy
        metadata: {name: web}
        spec:
          podSelector: {matchLabels: {tier: web}}
          mode: Enforce
          defaultContainer: {base: RuntimeDefault}
        """,
        "person");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aPolicyThatTheOperatorHasNotSeen() {
    assertThat(CliRun.of(bed, "status", "-n", scene.namespace()).rows())
        .containsExactly(
            "NAMESPACE|NAME|MODE|REVISION|PROGRESS|UPDATED|VERIFIED|ENFORCED|READY|DEGRADED",
            scene.namespace() + "|web|Enforce|-|Unseen|-|-|-|Unknown|-");
  }

  @Test
  void aPolicyThatIsRolledBack() {
    write("RolledBack");
    assertThat(CliRun.of(bed, "status", "-n", scene.namespace()).rows())
        .contains(
            scene.namespace() + "|web|Enforce|aaaaaaaaaa|Waiting|1/2|0/2|3/4|False|RolledBack");
    CliRun detail = CliRun.of(bed, "status", "web", "-n", scene.namespace());
    assertThat(detail.exitCode()).isZero();
    assertThat(detail.rows())
        .contains(
            "Workloads:       2 matching, 1 updated, 0 verified, 0 blocked"
                .replaceAll(" {3,}", "|"),
            "What to do",
            "RolledBack: change the policy (a changed spec is rolled anew), or mend the workload and then: kubectl palisade retry web -n "
                + scene.namespace());
  }

  @Test
  void theSameForAScript() {
    write("RolledBack");
    CliRun run = CliRun.of(bed, "status", "web", "-n", scene.namespace(), "-o", "json");
    assertThat(run.exitCode()).isZero();
    JsonNode report = Serialization.unmarshal(String.join("\n", run.out()), JsonNode.class);
    assertThat(report.path("name").asText()).isEqualTo("web");
    assertThat(report.path("seen").asBoolean()).isTrue();
    assertThat(report.path("status").path("podCounts").path("enforced").asInt()).isEqualTo(3);
    assertThat(report.path("whatToDo").path(0).path("reason").asText()).isEqualTo("RolledBack");
  }

  @Test
  void completionKnowsThePolicies() {
    assertThat(
            CliRun.of(
                    List.of(
                        "__complete",
                        "status",
                        "--kubeconfig",
                        bed.kubeconfig().toString(),
                        "-n",
                        scene.namespace(),
                        "w"))
                .out())
        .containsExactly("web", ":4");
  }

  @Test
  void noPolicyOfThisName() {
    CliRun run = CliRun.of(bed, "status", "none", "-n", scene.namespace());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "error: there is no SecurityPolicy none in namespace %s; kubectl palisade status -A lists them all"
                .formatted(scene.namespace()));
  }

  @Test
  void watchShowsAChangeAndEndsCleanly() throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(
                // Else a run in a shell's background has handed down that SIGINT is ignored.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "status",
                "web",
                "--watch",
                "-n",
                scene.namespace(),
                "--kubeconfig",
                bed.kubeconfig().toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      Await.until(
          "the first view",
          SOON,
          () -> assertThat(lines(out)).as("errors: %s", lines(err)).contains("What to do"));
      assertThat(lines(out)).noneMatch(l -> l.contains("RolledBack"));
      write("RolledBack");
      Await.until(
          "the change", SOON, () -> assertThat(lines(out)).anyMatch(l -> l.contains("RolledBack")));
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(BY_SIGINT);
      assertThat(lines(err)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String degraded) {
    client
        .resources(SecurityPolicy.class)
        .inNamespace(scene.namespace())
        .withName("web")
        .editStatus(p -> {
          SecurityPolicyStatus status = new SecurityPolicyStatus();
          status.observedGeneration = p.getMetadata().getGeneration();
          status.updateRevision = scene.namespace() + ".web.aaaaaaaaaa";
          status.workloadCounts = new SecurityPolicyStatus.WorkloadCounts();
          status.workloadCounts.matching = 2;
          status.workloadCounts.updated = 1;
          status.podCounts = new SecurityPolicyStatus.PodCounts();
          status.podCounts.governed = 4;
          status.podCounts.enforced = 3;
          status.conditions =
              List.of(
                  condition("Progressing", "False", "Waiting"),
                  condition("Ready", "False", "NotYet"),
                  condition("Degraded", "True", degraded));
          p.setStatus(status);
          return p;
        });
  }

  private static io.fabric8.kubernetes.api.model.Condition condition(
      String type, String status, String reason) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage("")
        .withLastTransitionTime("2026-01-01T00:00:00Z")
        .build();
  }
}
