package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.bed.Await;
import dev.palisade.bed.Change;
import dev.palisade.bed.Clients;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.controller.helm.HelmRelease;
import dev.palisade.controller.uninstall.UninstallCheck;
import io.fabric8.kubernetes.api.model.AppArmorProfileBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The pre-delete hook's program with its own account's rights. Other cases' objects are in the
 * cluster, so only what is said of this scene is looked at.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class UninstallCheckIT {
  private static final String POD_LEVEL =
      "securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.it.check._default.a}}";
  private static final String CRON_JOB =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: report}
      spec:
        schedule: "0 0 1 1 *"
        suspend: true
        jobTemplate:
          spec:
            template:
              spec:
                restartPolicy: Never
                %s
                containers: [{name: app, image: example.com/app:1}]
      """
          .formatted(POD_LEVEL);
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: bare}
      spec:
        nodeSelector: {it.palisade.dev/scene: nowhere}
        %s
        containers: [{name: app, image: example.com/app:1}]
      """
          .formatted(POD_LEVEL);
  private static final String PINNED =
      Manifests.policy("pinned", "/data/**", "{deletionPolicy: Release}");

  @Test
  void namesWhatHoldsAProfileUntilItIsGivenBack(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.apply(Manifests.deployment(scene, "web", 1));
      Await.until(
          "pod",
          Scene.SOON,
          () -> assertThat(scene.pods("web")).singleElement().satisfies(Live::assertReady));
      assertThat(linesAbout(scene)).as("before anything names a profile").isEmpty();

      name(scene, "palisade.it.check._default.a");
      scene.apply(CRON_JOB);
      scene.apply(POD);
      Change.of(
          client.resource(scene.apply(PINNED)),
          p -> p.getMetadata().setFinalizers(List.of(Palisade.RELEASE_FINALIZER)));

      String at = scene.namespace();
      assertThat(linesAbout(scene))
          .containsExactly(
              at + "/Deployment/web names palisade.it.check._default.a",
              "kubectl palisade release --all -n " + at,
              at + "/CronJob/report names palisade.it.check._default.a",
              "kubectl edit cronjob report -n " + at,
              at + "/Pod/bare names palisade.it.check._default.a",
              "kubectl delete pod bare -n " + at,
              at + "/pinned",
              "kubectl patch securitypolicy pinned -n "
                  + at
                  + " --type=merge -p '{\"spec\":{\"deletionPolicy\":\"Retain\"}}'");

      name(scene, null);
      client.batch().v1().cronjobs().inNamespace(at).delete();
      client.pods().inNamespace(at).withName("bare").withGracePeriod(0).delete();
      Change.of(
          client.resource(scene.policy("pinned")), p -> p.getMetadata().setFinalizers(List.of()));
      Await.until(
          "nothing is said of it once its pods have rolled",
          Scene.SOON,
          () -> assertThat(linesAbout(scene)).isEmpty());
      assertThat(scene.replicaSets("web"))
          .as("ReplicaSets of the past, one of which names the profile")
          .hasSizeGreaterThan(1);
    }
  }

  private static void name(Scene scene, String profile) {
    scene.edit(
        "web",
        d ->
            d.getSpec()
                .getTemplate()
                .getSpec()
                .setSecurityContext(
                    profile == null
                        ? null
                        : new PodSecurityContextBuilder()
                            .withAppArmorProfile(
                                new AppArmorProfileBuilder()
                                    .withType("Localhost")
                                    .withLocalhostProfile(profile)
                                    .build())
                            .build()));
  }

  private static List<String> linesAbout(Scene scene) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (KubernetesClient account =
            Clients.of(SystemNamespace.unbound(scene.client(), "palisade-uninstall-check"))
                .build();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      int exit =
          UninstallCheck.run(account, new HelmRelease("palisade", FakeNode.SYSTEM, "1"), print);
      List<String> about =
          out.toString(StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains(scene.namespace()))
              .map(String::strip)
              .toList();
      if (!about.isEmpty()) {
        assertThat(exit).isEqualTo(1);
      }
      return about;
    }
  }
}
