package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code kubectl debug}: what is injected into a governed pod later is governed too. It takes the
 * whole way from a policy to a denial and is short, so it also runs as {@link
 * EphemeralContainerNativeE2E}.
 */
class EphemeralContainerE2E extends PalisadeCase {
  private static final Duration STARTED = Duration.ofMinutes(2);
  private static final String DENIED = "/etc/hostname";
  private static final List<String> LOOK =
      List.of(
          "sh",
          "-c",
          "cat /proc/self/attr/current; cat " + DENIED + " >&2 && echo read; sleep 600");

  @Test
  void runsUnderThePodLevelProfile() {
    DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
    assertThat(debug(app, "before")).contains("read").contains("cri-containerd");

    Policies policies = new Policies(scene);
    SecurityPolicy applied =
        policies.apply("demo/policy-v1.yaml", p -> denyReading(p.getSpec().defaultContainer));
    String revision = policies.awaitVerified(applied).getStatus().updateRevision;
    app.awaitReady(revision);

    String podLevel = policies.kernelNames(revision, List.of("_default")).get("_default");
    assertThat(debug(app, "after"))
        .contains(podLevel + " (enforce)")
        .contains("Permission denied")
        .doesNotContain("read\n");
    Pod pod = app.anyPod();
    assertThat(Processes.of(scene.bed(), pod))
        .filteredOn(p -> p.container().equals("after"))
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.label()).isEqualTo(podLevel + " (enforce)"));
    Await.until(
        "the pod still counts as enforced",
        STARTED,
        () -> assertThat(policies.get(DemoApp.NAME).getStatus().podCounts.enforced).isEqualTo(1));
  }

  private static void denyReading(ContainerRules rules) {
    FileRule rule = new FileRule();
    rule.name = "no-hostname";
    rule.action = RuleAction.Deny;
    rule.paths = List.of(DENIED);
    rule.access = List.of(FileAccess.Read);
    rules.files = List.of(rule);
  }

  /** What a debug container has printed. */
  private String debug(DemoApp app, String name) {
    Pod pod = app.anyPod();
    String image = pod.getSpec().getContainers().getFirst().getImage();
    var command =
        new java.util.ArrayList<>(
            List.of("kubectl", "-n", scene.namespace(), "debug", pod.getMetadata().getName()));
    command.addAll(List.of("--image=" + image, "--container=" + name, "--profile=general", "--"));
    command.addAll(LOOK);
    scene.bed().run(command.toArray(String[]::new));
    var log = scene.client().pods().resource(pod).inContainer(name);
    Await.until(
        "debug container " + name + " has looked",
        STARTED,
        () -> assertThat(log.getLog()).containsAnyOf("read\n", "denied\n"));
    return log.getLog();
  }
}
