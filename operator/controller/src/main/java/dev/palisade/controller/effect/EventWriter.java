package dev.palisade.controller.effect;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Event for a condition that has turned. All turns of a policy to the same status and reason
 * are one object, which counts them, as long as the API server keeps it. An Event that cannot be
 * written stops nothing.
 */
public final class EventWriter {
  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
  private static final int MESSAGE_LIMIT = 1000;
  private static final int NAME_LIMIT = 200;
  private final KubernetesClient client;

  public EventWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Tells of a turn, unless it is told already: after a restart, or after an answer that was lost,
   * the same turn may come here twice.
   *
   * @param at when it turned, whole seconds
   */
  public void turned(SecurityPolicy policy, Condition condition, Instant at) {
    Event event = event(policy, condition, at);
    try {
      if (!created(event)) {
        count(event, at);
      }
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("namespace", policy.getMetadata().getNamespace())
          .addKeyValue("policy", policy.getMetadata().getName())
          .addKeyValue("reason", condition.getReason())
          // For a broken connection the client's own message is "An error has occurred."
          .addKeyValue("error", e.getCause() == null ? e.getMessage() : e.getCause().toString())
          .log("event not written");
    }
  }

  private boolean created(Event event) {
    try {
      client.v1().events().resource(event).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private void count(Event again, Instant at) {
    var there =
        client
            .v1()
            .events()
            .inNamespace(again.getMetadata().getNamespace())
            .withName(again.getMetadata().getName());
    Event before = there.get();
    if (before != null && Instant.parse(before.getLastTimestamp()).isBefore(at)) {
      there.patch(
          PatchContext.of(PatchType.JSON_MERGE),
          client
              .getKubernetesSerialization()
              .asJson(
                  Map.of(
                      "count",
                      before.getCount() + 1,
                      "lastTimestamp",
                      at.toString(),
                      "message",
                      again.getMessage())));
    }
  }

  private static Event event(SecurityPolicy policy, Condition condition, Instant at) {
    String text = condition.getType() + "=" + condition.getStatus() + ": " + condition.getMessage();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(policy.getMetadata().getNamespace())
        .withName(name(policy, condition))
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(policy.getApiVersion())
        .withKind(policy.getKind())
        .withNamespace(policy.getMetadata().getNamespace())
        .withName(policy.getMetadata().getName())
        .withUid(policy.getMetadata().getUid())
        .endInvolvedObject()
        .withType(warning(condition) ? "Warning" : "Normal")
        .withReason(condition.getReason())
        .withMessage(text.substring(0, Math.min(text.length(), MESSAGE_LIMIT)))
        .withFirstTimestamp(at.toString())
        .withLastTimestamp(at.toString())
        .withCount(1)
        .withNewSource()
        .withComponent("palisade-operator")
        .endSource()
        .withReportingComponent("palisade.dev/operator")
        .build();
  }

  private static String name(SecurityPolicy policy, Condition c) {
    String turn =
        String.join(" ", policy.getMetadata().getUid(), c.getType(), c.getStatus(), c.getReason());
    String policyName = policy.getMetadata().getName();
    return policyName.substring(0, Math.min(policyName.length(), NAME_LIMIT))
        + "."
        + UUID.nameUUIDFromBytes(turn.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean warning(Condition c) {
    return c.getType().equals("Degraded") == c.getStatus().equals("True")
        && (c.getType().equals("Degraded") || c.getType().equals("Compiled"));
  }
}
