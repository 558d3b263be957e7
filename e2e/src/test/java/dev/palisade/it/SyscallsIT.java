package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.ContainerArtefact;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.SeccompArtefact;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Seccomp filters: where they are written, what they are kept in, and what stands in their way. */
class SyscallsIT extends SharedScene {
  private static final String RULE = "syscalls: [{name: no-chroot, action: Deny, names: [chroot]}]";

  private static final String OWNERS = "securityContext: {seccompProfile: {type: RuntimeDefault}}";

  @Test
  void aContainersFilterStandsBesideThePodsOwnField() throws IOException {
    scene.apply(owned("beside"), "platform-team");
    scene.apply(ofContainer("beside"));

    SecurityPolicy policy = scene.awaitVerified("beside");

    SeccompArtefact filter = artefact(policy, "app").seccompProfile;
    assertThat(artefact(policy, "_default").seccompProfile).isNull();
    assertThat(filter.localhostProfile)
        .startsWith("palisade/" + scene.namespace() + ".beside.app.")
        .endsWith(".json");
    Pod pod = scene.pods("beside").getFirst();
    assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    assertThat(PodFields.filter(pod, "app")).contains(filter.localhostProfile);
    assertThat(PodFields.filter(pod, "sidecar")).isEmpty();
    String json = unpacked(filter.blob);
    assertThat(json).hasSize(filter.size).contains("\"SCMP_ACT_ERRNO\"", "\"chdir\"");
    assertThat(json).doesNotContain("\"chroot\"");

    scene.apply(Commands.release("give-back", "beside"));
    Await.until(
        "what is ours is given back, and nothing else",
        Scene.SOON,
        () -> {
          assertThat(Live.fieldsOf(scene.deployment("beside"), Palisade.FIELD_MANAGER)).isEmpty();
          assertThat(scene.pods("beside"))
              .hasSize(1)
              .allSatisfy(p -> assertThat(PodFields.filter(p, "app")).isEmpty())
              .allSatisfy(p ->
                  assertThat(p.getSpec().getSecurityContext().getSeccompProfile().getType())
                      .isEqualTo("RuntimeDefault"));
        });
  }

  @Test
  void anotherRuleIsAnotherRevisionWithTheSameProfile() {
    scene.apply(Manifests.deployment(scene, "another-rule", 1));
    scene.apply(ofContainer("another-rule"));
    SecurityPolicy before = scene.awaitVerified("another-rule");

    scene.apply(ofContainer("another-rule").replace("[chroot]", "[chroot, ptrace]"));

    scene.await(
        "another-rule",
        "another revision",
        policy ->
            assertThat(policy.getStatus().updateRevision)
                .isNotEqualTo(before.getStatus().updateRevision));
    SecurityPolicy after = scene.awaitVerified("another-rule");
    assertThat(artefact(after, "app").profileName).isEqualTo(artefact(before, "app").profileName);
    assertThat(artefact(after, "app").seccompProfile.localhostProfile)
        .isNotEqualTo(artefact(before, "app").seccompProfile.localhostProfile);
  }

  @Test
  void thePodsFieldOfAnotherManagerIsNotForced() {
    scene.apply(owned("owned"), "platform-team");
    scene.apply(
        """
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityPolicy
        metadata: {name: owned}
        spec: {podSelector: {matchLabels: {app: owned}}, mode: Enforce, defaultContainer: {base: RuntimeDefault, %s}}
        """
            .formatted(RULE));

    scene.await(
        "owned",
        "refused",
        policy ->
            assertThat(assertCondition(policy, "Degraded", "True", "FieldConflict"))
                .contains(
                    "Deployment/owned",
                    "spec.template.spec.securityContext.seccompProfile is RuntimeDefault, owned by platform-team",
                    "Admission"));

    assertThat(Live.fieldsOf(scene.deployment("owned"), Palisade.FIELD_MANAGER)).isEmpty();
  }

  private String owned(String name) {
    return Manifests.deployment(scene, name, 1)
        .replaceFirst("(?m)^( *)(containers:)", "$1" + OWNERS + "\n$1$2");
  }

  private static String ofContainer(String name) {
    return """
    apiVersion: palisade.dev/v1alpha1
    kind: SecurityPolicy
    metadata: {name: %1$s}
    spec: {podSelector: {matchLabels: {app: %1$s}}, mode: Enforce, defaultContainer: {base: RuntimeDefault},
      containers: [{name: app, base: RuntimeDefault, %2$s}]}
    """
        .formatted(name, RULE);
  }

  private ContainerArtefact artefact(SecurityPolicy policy, String container) {
    SecurityProfile revision =
        scene
            .client()
            .resources(SecurityProfile.class)
            .withName(policy.getStatus().updateRevision)
            .get();
    return revision.getSpec().containers.stream()
        .filter(a -> a.name.equals(container))
        .findFirst()
        .orElseThrow();
  }

  private String unpacked(String blob) throws IOException {
    String data =
        scene.client().resources(SecurityProfileBlob.class).withName(blob).get().getSpec().data;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(data)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
