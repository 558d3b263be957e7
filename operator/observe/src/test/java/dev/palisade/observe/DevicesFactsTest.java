package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.rollout.Ability;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules about devices in revisions, reports and the past of a workload. */
class DevicesFactsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{name: a, action: Deny, type: Block, access: [Read]}] | true",
        "[] | false",
        "null | false",
        "null, clusterPolicies: [{name: a}, {name: b, devices: [{name: a, action: Deny, type: Block, access: [Read]}]}] | true",
        "null, clusterPolicies: [{name: a, devices: []}] | false"
      })
  void ofARevision(String rules, boolean devices) {
    SecurityProfile profile =
        Serialization.unmarshal(
            """
            kind: SecurityProfile
            apiVersion: palisade.dev/v1alpha1
            metadata: {name: shop.web.r1}
            spec: {mode: Enforce, containers: [{name: _default, profileName: palisade.d}], devices: %s}
            """
                .formatted(rules),
            SecurityProfile.class);
    assertThat(RevisionFacts.of(profile).devices()).isEqualTo(devices);
  }

  @Test
  void ofAReport() {
    assertThat(
            report(
                    "{capable: false, reason: CgroupV1, message: boot otherwise, since: \"2026-11-23T18:00:00Z\"}")
                .devices())
        .isEqualTo(
            new Ability(
                false, "CgroupV1", "boot otherwise", Instant.parse("2026-11-23T18:00:00Z")));
    assertThat(report("{capable: true, reason: Capable}").devices().capable()).isTrue();
  }

  @Test
  void ofAHelperThatSaysNothingOfThem() {
    Ability unknown = report("null").devices();
    assertThat(unknown.undecided()).isTrue();
    assertThat(unknown.message()).contains("version");
    assertThat(report("null").appArmor().capable()).isTrue();
  }

  private static Node.Report report(String devices) {
    NodeSecurityState state =
        Serialization.unmarshal(
            """
            kind: NodeSecurityState
            apiVersion: palisade.dev/v1alpha1
            metadata: {name: n1}
            status: {bootID: b, helper: {podUID: h}, appArmor: {capable: true, reason: Capable}, devices: %s}
            """
                .formatted(devices),
            NodeSecurityState.class);
    return NodeFacts.of(
            Serialization.unmarshal(
                "kind: Node\napiVersion: v1\nmetadata: {name: n1}",
                io.fabric8.kubernetes.api.model.Node.class),
            Optional.empty(),
            Optional.of(state))
        .report()
        .orElseThrow();
  }

  @Test
  void whatAReplicaSetOfBeforeHad() {
    assertThat(
            past(
                "{appArmorProfile: {type: Localhost, localhostProfile: palisade.d}}",
                "{appArmorProfile: {type: Localhost, localhostProfile: palisade.a}}"))
        .isEqualTo(new Workload.Past("shop.web.r1", true, List.of("app")));
    assertThat(past("{appArmorProfile: {type: Unconfined}}", "{privileged: true}"))
        .isEqualTo(new Workload.Past("shop.web.r1", false, List.of()));
  }

  private static Workload.Past past(String pod, String app) {
    PodTemplateSpec template =
        Serialization.unmarshal(
            """
            metadata: {annotations: {palisade.dev/revision: shop.web.r1}}
            spec: {securityContext: %s, containers: [{name: app, image: x, securityContext: %s}]}
            """
                .formatted(pod, app),
            PodTemplateSpec.class);
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withUid("uid-web")
            .withGeneration(1L)
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .endMetadata()
            .withNewSpec()
            .withTemplate(template)
            .endSpec()
            .build();
    ReplicaSet set =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withOwnerReferences(new OwnerReferenceBuilder().withUid("uid-web").build())
            .endMetadata()
            .withNewSpec()
            .withTemplate(template)
            .endSpec()
            .build();
    return WorkloadFacts.of(deployment, List.of(set), true, List.of()).history().getFirst();
  }
}
