package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemovalPatchTest {
  private static final String FIELDS =
      "{\"f:spec\":{\"f:template\":{\"f:metadata\":{\"f:annotations\":{\"f:palisade.dev/revision\":{}}}}}}";

  @Test
  void whatIsOursAloneIsGivenBackByServerSideApply() {
    assertThat(RemovalPatch.of(workload("palisade"), Optional.empty())).isEmpty();
  }

  @Test
  void whatOthersOwnTooIsTakenOut() {
    assertThat(RemovalPatch.of(workload("kubectl-rollout"), Optional.empty()).orElseThrow())
        .contains("{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"uid-a\"}")
        .contains(
            "\"remove\",\"path\":\"/spec/template/metadata/annotations/palisade.dev~1revision\"")
        .doesNotContain("resourceVersion");
  }

  @Test
  void itIsForOneVersionOnly() {
    assertThat(RemovalPatch.of(workload("kubectl-rollout"), Optional.of("41")).orElseThrow())
        .contains("{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"41\"}");
  }

  private static Workload workload(String manager) {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("a")
            .withUid("uid-a")
            .withGeneration(1L)
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .withManagedFields(
                new ManagedFieldsEntryBuilder()
                    .withManager(manager)
                    .withOperation("Apply")
                    .withTime("2026-01-01T00:00:00Z")
                    .withFieldsType("FieldsV1")
                    .withFieldsV1(
                        Serialization.unmarshal(
                            FIELDS, io.fabric8.kubernetes.api.model.FieldsV1.class))
                    .build())
            .endMetadata()
            .withNewSpec()
            .withReplicas(1)
            .withNewTemplate()
            .withNewMetadata()
            .addToAnnotations(Palisade.REVISION, "shop.web.r1")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .endStatus()
            .build();
    return WorkloadFacts.of(deployment, List.of(), true, List.of());
  }
}
