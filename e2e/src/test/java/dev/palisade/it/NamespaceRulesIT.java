package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.WorkloadStatus;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rules of the namespace: quota and Pod Security. Each case has a namespace of its own. */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class NamespaceRulesIT {
  /** Nothing tells of a quota that is raised. */
  private static final Duration RESYNC = Duration.ofSeconds(10);

  private static final Map<String, String> SLOW = Map.of("test.palisade.dev/ready-after", "3s");
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final String SHORT =
      "{rollout: {progressDeadlineSeconds: " + DEADLINE.toSeconds() + "}}";

  @Test
  void withoutRoomForOneMorePodNothingIsBegun(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator(WriteLog.counting(), RESYNC);
      quota(scene, 3);
      scene.apply(Manifests.deployment(scene, "full", 3));
      ready(scene, "full", 3);

      scene.apply(Manifests.policy("full", "/data/**"));

      scene.await(
          "full",
          "refused",
          policy ->
              assertThat(assertCondition(policy, "Degraded", "True", "AdmissionRefused"))
                  .startsWith(scene.namespace() + "/Deployment/full: ")
                  .contains("exceeded quota: pods", "used: pods=3, limited: pods=3"));
      assertThat(Live.fieldsOf(scene.deployment("full"), Palisade.FIELD_MANAGER)).isEmpty();

      quota(scene, 4);
      assertCondition(scene.awaitVerified("full"), "Degraded", "False", "AsExpected");
    }
  }

  @Test
  void aQuotaThatFillsUpInTheMiddleStopsTheDeadlineAndNotTheRoll(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      quota(scene, 4);
      // Of three none may be missing, so each needs room for one more.
      scene.apply(Manifests.deployment(scene, "filling", 3, SLOW));
      ready(scene, "filling", 3);
      scene.apply(Manifests.policy("filling", "/data/**", SHORT));
      Await.until(
          "the first new pod",
          Scene.SOON,
          () -> assertThat(scene.pods("filling")).anyMatch(p -> PodFields.revision(p) != null));

      quota(scene, 3);

      scene.await(
          "filling",
          "its clock stands",
          policy ->
              assertThat(assertCondition(policy, "Progressing", "True", "Rolling"))
                  .contains("the deadline does not run: pods of ")
                  .contains("Deployment/filling cannot be created: ")
                  .contains("exceeded quota: pods", "limited: pods=3"));
      Await.stays(
          "no rollback beyond the deadline",
          DEADLINE.plusSeconds(5),
          () -> {
            assertThat(scene.policy("filling").getStatus().failedRevisions).isNullOrEmpty();
            assertThat(Live.templateRevision(scene.deployment("filling"))).isNotNull();
          });
      assertThat(scene.policy("filling").getStatus().workloads)
          .singleElement()
          .satisfies((WorkloadStatus w) -> {
            assertThat(w.stoppedAt).isNotNull();
            assertThat(w.deadlineAt).isNull();
          });

      quota(scene, 10);
      scene.await(
          "filling",
          "goes on by itself",
          Duration.ofMinutes(2),
          policy -> {
            assertCondition(policy, "Ready", "True", "Verified");
            assertCondition(policy, "Degraded", "False", "AsExpected");
            assertThat(policy.getStatus().failedRevisions).isNullOrEmpty();
          });
    }
  }

  /**
   * Two workloads that leave their capabilities to their policies, in a namespace that is
   * restricted only later.
   */
  @Test
  void podSecurityEnforcedLaterStopsOnlyThePolicyThatDoesNotPass(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator(WriteLog.counting(), RESYNC);
      for (String name : new String[] {"passes", "fails"}) {
        scene.apply(hardened(scene, name));
        scene.apply(capabilities(name, "/v1/**"));
        scene.awaitVerified(name);
      }
      String kept = scene.policy("fails").getStatus().stableRevision;
      long generation = scene.deployment("fails").getMetadata().getGeneration();

      scene.podSecurity("restricted");
      scene.apply(capabilities("passes", "/v2/**"));
      scene.apply(capabilities("fails", "/v2/**"));

      scene.await(
          "fails",
          "refused",
          policy ->
              assertThat(assertCondition(policy, "Degraded", "True", "AdmissionRefused"))
                  .startsWith(scene.namespace() + "/Deployment/fails: ")
                  .contains("violates PodSecurity \"restricted:latest\"")
                  .contains("unrestricted capabilities")
                  .contains("CHOWN"));
      scene.await(
          "passes",
          "rolled",
          policy -> {
            assertCondition(policy, "Ready", "True", "Verified");
            assertThat(policy.getStatus().observedGeneration).isEqualTo(2);
          });
      assertThat(PodFields.droppedCapabilities(scene.pods("passes").getFirst(), "app"))
          .containsExactly("ALL");
      assertThat(scene.deployment("fails").getMetadata().getGeneration()).isEqualTo(generation);
      assertThat(Live.templateRevision(scene.deployment("fails"))).isEqualTo(kept);
      assertThat(scene.policy("fails").getStatus().podCounts.enforced)
          .as("pods that keep the revision before")
          .isEqualTo(1);

      // Given back, the template would have the runtime's default capabilities: refused as well.
      scene.apply(Commands.release("give-back", "passes"));
      scene.await(
          "passes",
          "release refused",
          policy ->
              assertThat(assertCondition(policy, "Degraded", "True", "AdmissionRefused"))
                  .contains("violates PodSecurity", "capabilities.drop"));
      assertThat(Live.templateRevision(scene.deployment("passes"))).isNotNull();

      scene.apply(capabilities("fails", "/v2/**").replace(", add: [CHOWN]", ""));
      assertCondition(scene.awaitVerified("fails"), "Degraded", "False", "AsExpected");
    }
  }

  @Test
  void inARestrictedNamespaceAPolicyRollsWhatIsAllowedThere(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      scene.podSecurity("restricted");
      scene.apply(
          hardened(scene, "compliant")
              .replace(
                  "allowPrivilegeEscalation: false",
                  "allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}"));
      ready(scene, "compliant", 1);

      scene.apply(Manifests.policy("compliant", "/data/**"));

      assertCondition(scene.awaitVerified("compliant"), "Degraded", "False", "AsExpected");
    }
  }

  private static void ready(Scene scene, String app, int pods) {
    Await.until(
        "pods of " + app,
        Scene.SOON,
        () -> assertThat(scene.pods(app)).hasSize(pods).allSatisfy(Live::assertReady));
  }

  private static void quota(Scene scene, int pods) {
    scene
        .client()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace(scene.namespace())
                .withName("pods")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", Quantity.parse(String.valueOf(pods)))
                .endSpec()
                .build())
        .fieldManager("admin")
        .forceConflicts()
        .serverSideApply();
    Await.until(
        "quota of " + pods + " pods in force",
        Scene.SOON,
        () ->
            assertThat(
                    scene
                        .client()
                        .resourceQuotas()
                        .inNamespace(scene.namespace())
                        .withName("pods")
                        .get()
                        .getStatus()
                        .getHard())
                .containsEntry("pods", Quantity.parse(String.valueOf(pods))));
  }

  /** All that the restricted level asks for, but the capabilities. */
  private static String hardened(Scene scene, String name) {
    String pod =
        "securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}";
    return Manifests.deployment(scene, name, 1)
        .replaceFirst("(?m)^( *)containers:", "$1" + pod + "\n$1containers:")
        .replace(":1}", ":1, securityContext: {allowPrivilegeEscalation: false}}");
  }

  /** Policy {@code fails} leaves CHOWN, which the restricted level does not allow. */
  private static String capabilities(String name, String path) {
    String all = "capabilities: {drop: [ALL]}";
    String app = name.equals("fails") ? "capabilities: {drop: [ALL], add: [CHOWN]}" : all;
    return Manifests.policy(name, path)
        .replace("files:", app + ", files:")
        .replace(
            "containers: [{name: app,",
            "containers: [{name: sidecar, base: RuntimeDefault, " + all + "}, {name: app,");
  }
}
