package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldOwnersTest {
  private static final String EARLY = "2026-01-01T00:00:00Z";
  private static final String LATE = "2026-01-01T00:00:05Z";

  @Test
  void theNewestWriterOfTheTemplateIsNamed() {
    assertThat(last(entry("helm", EARLY, "f:template"), entry("argocd", LATE, "f:template")))
        .contains("argocd");
  }

  @Test
  void whoWroteBeforeUsHasUndoneNothing() {
    assertThat(last(entry("helm", EARLY, "f:template"), entry("palisade", LATE, "f:template")))
        .isEmpty();
  }

  /** Times are to the second: what is written in ours may have come after it. */
  @Test
  void whoWroteInTheSameSecondIsNamed() {
    assertThat(last(entry("helm", LATE, "f:template"), entry("palisade", LATE, "f:template")))
        .contains("helm");
  }

  @Test
  void otherFieldsAndTheStatusDoNotCount() {
    ManagedFieldsEntry status = entry("kube-controller-manager", LATE, "f:template");
    status.setSubresource("status");
    assertThat(
            last(
                entry("helm", EARLY, "f:template"),
                entry("autoscaler", LATE, "f:replicas"),
                status))
        .contains("helm");
  }

  @Test
  void ownersOfOneContainersField() {
    String container = FieldOwners.containerKey("app");
    ManagedFieldsEntry helm = entry("helm", EARLY, "f:template");
    helm.setFieldsV1(
        fields(
            Map.of(
                "f:template",
                Map.of(
                    "f:spec",
                    Map.of("f:containers", Map.of(container, Map.of("f:image", Map.of())))))));
    var owners =
        new FieldOwners(
            new ObjectMetaBuilder()
                .withManagedFields(helm, entry("palisade", LATE, "f:template"))
                .build());
    assertThat(owners.of("f:spec", "f:containers", container, "f:image")).containsExactly("helm");
    assertThat(owners.of("f:spec", "f:containers", container, "f:securityContext")).isEmpty();
  }

  private static Optional<String> last(ManagedFieldsEntry... entries) {
    return new FieldOwners(new ObjectMetaBuilder().withManagedFields(List.of(entries)).build())
        .lastOther("palisade");
  }

  private static ManagedFieldsEntry entry(String manager, String time, String field) {
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withTime(time)
        .withFieldsV1(fields(Map.of(field, Map.of())))
        .build();
  }

  private static FieldsV1 fields(Map<String, Object> spec) {
    var fields = new FieldsV1();
    fields.setAdditionalProperty("f:spec", spec);
    return fields;
  }
}
