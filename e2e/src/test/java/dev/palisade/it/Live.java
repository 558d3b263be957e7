package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Assertions about live objects that name what they see. */
final class Live {
  private Live() {}

  static void assertReady(Node node) {
    assertThat(node.getStatus().getConditions())
        .as("conditions of node %s", node.getMetadata().getName())
        .anySatisfy(condition -> {
          assertThat(condition.getType()).isEqualTo("Ready");
          assertThat(condition.getStatus()).isEqualTo("True");
        });
  }

  static void assertReady(Pod pod) {
    assertThat(pod.getStatus().getConditions())
        .as("conditions of pod %s", pod.getMetadata().getName())
        .anySatisfy(condition -> {
          assertThat(condition.getType()).isEqualTo("Ready");
          assertThat(condition.getStatus()).isEqualTo("True");
        });
  }

  /**
   * The policy's status is about its spec, and has this condition. Gives the condition's message.
   */
  static String assertCondition(SecurityPolicy policy, String type, String status, String reason) {
    assertThat(policy.getStatus()).as("status").isNotNull();
    assertThat(policy.getStatus().observedGeneration)
        .as("observedGeneration")
        .isEqualTo(policy.getMetadata().getGeneration());
    List<String> all = conditions(policy).stream().map(Live::text).toList();
    Condition condition =
        conditions(policy).stream().filter(c -> c.getType().equals(type)).findFirst().orElse(null);
    assertThat(condition).as("condition %s among %s", type, all).isNotNull();
    assertThat(condition.getStatus() + "/" + condition.getReason())
        .as("condition %s among %s", type, all)
        .isEqualTo(status + "/" + reason);
    return condition.getMessage();
  }

  /** The revision that the pod template names, or null. */
  static String templateRevision(Deployment deployment) {
    var annotations = deployment.getSpec().getTemplate().getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Palisade.REVISION);
  }

  /** The revisions that the template named one after another. */
  static List<String> templateRevisions(List<Deployment> versions) {
    List<String> changes = new ArrayList<>();
    for (Deployment version : versions) {
      String revision = templateRevision(version);
      if (changes.isEmpty() || !Objects.equals(changes.getLast(), revision)) {
        changes.add(revision);
      }
    }
    return changes;
  }

  /** The managed fields of the object's manager as JSON text; empty when it manages none. */
  static String fieldsOf(HasMetadata object, String manager) {
    return object.getMetadata().getManagedFields().stream()
        .filter(entry -> manager.equals(entry.getManager()))
        .map(entry -> Serialization.asJson(entry.getFieldsV1()))
        .collect(Collectors.joining());
  }

  static List<Condition> conditions(SecurityPolicy policy) {
    return Optional.ofNullable(policy.getStatus().conditions).orElse(List.of());
  }

  private static String text(Condition c) {
    return "%s=%s/%s: %s".formatted(c.getType(), c.getStatus(), c.getReason(), c.getMessage());
  }
}
