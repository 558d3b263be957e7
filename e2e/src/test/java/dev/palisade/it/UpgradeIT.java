package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.ContainerArtefact;
import dev.palisade.bed.Await;
import dev.palisade.bed.Clients;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.policy.ProfileName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * I11: an operator that would make other artefacts (another parser, feature set or base) finds
 * those of an older version in the cluster and restarts nothing.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class UpgradeIT {
  private static final String OLD_HASH = "0".repeat(64);

  @Test
  void whatAnOlderVersionMadeIsKept(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      OperatorRun before = scene.startOperator();
      scene.apply(Manifests.deployment(scene, "web", 2));
      scene.apply(Manifests.policy("web", "/data/**"));
      scene.awaitVerified("web");
      scene.quiet("web");
      before.close();
      String older = asAnOlderVersionMadeIt(scene);
      long generation = scene.deployment("web").getMetadata().getGeneration();
      List<String> replicaSets = names(scene.replicaSets("web"));

      // It cannot compile: what it did not find would be CompileFailed.
      WriteLog writes = WriteLog.counting();
      OperatorRun upgraded =
          scene.startOperator(s -> s.withParser(Path.of("/no/parser/at/all")), writes);

      scene.await(
          "web",
          "looked at by the new version",
          policy -> {
            assertThat(assertCondition(policy, "Compiled", "True", "Compiled"))
                .contains("revision " + older, "made by another version of Palisade and kept");
            assertCondition(policy, "Ready", "True", "Verified");
          });
      // Not a rule: nothing is compiled for it either.
      scene.apply(Manifests.policy("web", "/data/**", "{rollout: {progressDeadlineSeconds: 300}}"));
      scene.awaitVerified("web");
      Await.stays(
          "nothing restarted",
          Duration.ofSeconds(5),
          () -> {
            assertThat(scene.deployment("web").getMetadata().getGeneration()).isEqualTo(generation);
            assertThat(names(scene.replicaSets("web"))).isEqualTo(replicaSets);
            assertThat(names(scene.revisions("web"))).containsExactly(older);
            assertThat(scene.policy("web").getStatus().updateRevision).isEqualTo(older);
          });
      assertThat(writes.writes())
          .as("the status, and Events about it")
          .isNotEmpty()
          .allSatisfy(
              w -> assertThat(w.target()).containsPattern("securitypolicies/web/status|/events"));
      upgraded.close();

      scene.startOperator();
      scene.apply(Manifests.policy("web", "/other/**"));

      SecurityPolicy policy =
          scene.await(
              "web",
              "a changed rule is compiled by the new version",
              p -> {
                assertCondition(p, "Ready", "True", "Verified");
                assertThat(p.getStatus().updateRevision).isNotEqualTo(older);
              });
      assertThat(names(scene.revisions("web")))
          .containsExactlyInAnyOrder(older, policy.getStatus().updateRevision);
    }
  }

  /**
   * Puts in the place of the policy's only revision one with other artefacts of the same source,
   * and has the workload run it.
   */
  private static String asAnOlderVersionMadeIt(Scene scene) {
    try (KubernetesClient operator = Clients.of(SystemNamespace.operator(scene.client())).build()) {
      SecurityProfile made = scene.revisions("web").getFirst();
      Map<String, SecurityProfileBlob> blobs = new HashMap<>();
      scene.blobs("web").forEach(b -> blobs.put(b.getMetadata().getName(), b));
      SecurityProfile older = new SecurityProfile();
      older.setMetadata(
          new ObjectMetaBuilder()
              .withName(scene.namespace() + ".web.oldoldoldo")
              .withLabels(made.getMetadata().getLabels())
              .build());
      older.setSpec(made.getSpec());
      older.getSpec().parserVersion = "4.0.1";
      older.getSpec().featureSet = "linux-5.15";
      for (ContainerArtefact artefact : older.getSpec().containers) {
        SecurityProfileBlob blob = blobs.get(artefact.blob);
        artefact.artefactHash = OLD_HASH;
        artefact.profileName =
            ProfileName.kernel(scene.namespace(), "web", artefact.name, OLD_HASH);
        artefact.blob = ProfileName.blob(artefact.profileName);
        blob.getSpec().profileName = artefact.profileName;
        operator.resource(again(blob, artefact.blob)).create();
      }
      operator.resources(SecurityProfile.class).withName(made.getMetadata().getName()).delete();
      operator.resource(older).create();
      assign(scene, older);
      return older.getMetadata().getName();
    }
  }

  private static SecurityProfileBlob again(SecurityProfileBlob blob, String name) {
    SecurityProfileBlob copy = new SecurityProfileBlob();
    copy.setMetadata(
        new ObjectMetaBuilder().withName(name).withLabels(blob.getMetadata().getLabels()).build());
    copy.setSpec(blob.getSpec());
    return copy;
  }

  private static void assign(Scene scene, SecurityProfile revision) {
    String name = revision.getMetadata().getName();
    SecurityPolicy policy = scene.policy("web");
    policy.getStatus().updateRevision = name;
    policy.getStatus().stableRevision = name;
    scene.client().resource(policy).updateStatus();
    scene.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {annotations: {palisade.dev/revision: %s}}
            spec:
              securityContext: {appArmorProfile: {type: Localhost, localhostProfile: %s}}
              containers:
              - {name: app, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: %s}}}
        """
            .formatted(name, profile(revision, "_default"), profile(revision, "app")),
        Palisade.FIELD_MANAGER);
    Await.until(
        "pods of the older revision alone",
        Scene.SOON,
        () ->
            assertThat(scene.pods("web"))
                .hasSize(2)
                .allSatisfy(Live::assertReady)
                .allSatisfy(pod -> assertThat(PodFields.revision(pod)).isEqualTo(name)));
  }

  private static String profile(SecurityProfile revision, String container) {
    return revision.getSpec().containers.stream()
        .filter(a -> a.name.equals(container))
        .map(a -> a.profileName)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(o -> o.getMetadata().getName()).sorted().toList();
  }
}
