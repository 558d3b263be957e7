package dev.palisade.observe;

import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** Deployment shop/web, by its pod template and who owns what in it. */
final class Workloads {
  private Workloads() {}

  /**
   * One that nothing else is known of.
   *
   * @param template YAML of {@code spec.template}
   */
  static Workload of(String template, List<ManagedFieldsEntry> owners) {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("web")
            .withUid("uid-web")
            .withGeneration(1L)
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .withManagedFields(owners)
            .endMetadata()
            .withNewSpec()
            .withTemplate(Serialization.unmarshal(template, PodTemplateSpec.class))
            .endSpec()
            .build();
    return WorkloadFacts.of(deployment, List.of(), true, List.of());
  }

  /**
   * Managers and what they own.
   *
   * @param fields YAML of FieldsV1 below {@code f:spec}, by manager
   */
  static List<ManagedFieldsEntry> owned(Map<String, String> fields) {
    return fields.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
  }

  private static ManagedFieldsEntry entry(String manager, String fields) {
    FieldsV1 owned = new FieldsV1();
    owned.setAdditionalProperty("f:spec", Serialization.unmarshal(fields, Map.class));
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withTime("2026-01-01T00:00:00Z")
        .withFieldsV1(owned)
        .build();
  }
}
