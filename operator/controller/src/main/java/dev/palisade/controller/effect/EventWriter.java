package dev.palisade.controller.effect;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Event for a condition that has turned. An Event that cannot be written stops nothing. */
public final class EventWriter {
  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
  private static final int MESSAGE_LIMIT = 1000;
  private final KubernetesClient client;

  public EventWriter(KubernetesClient client) {
    this.client = client;
  }

  public void turned(SecurityPolicy policy, Condition condition, Instant now) {
    boolean warning =
        condition.getType().equals("Degraded") == condition.getStatus().equals("True")
            && (condition.getType().equals("Degraded") || condition.getType().equals("Compiled"));
    String text = condition.getType() + "=" + condition.getStatus() + ": " + condition.getMessage();
    try {
      client
          .v1()
          .events()
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withNamespace(policy.getMetadata().getNamespace())
                  .withGenerateName(policy.getMetadata().getName() + ".")
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withApiVersion(policy.getApiVersion())
                  .withKind(policy.getKind())
                  .withNamespace(policy.getMetadata().getNamespace())
                  .withName(policy.getMetadata().getName())
                  .withUid(policy.getMetadata().getUid())
                  .endInvolvedObject()
                  .withType(warning ? "Warning" : "Normal")
                  .withReason(condition.getReason())
                  .withMessage(text.substring(0, Math.min(text.length(), MESSAGE_LIMIT)))
                  .withFirstTimestamp(now.toString())
                  .withLastTimestamp(now.toString())
                  .withCount(1)
                  .withNewSource()
                  .withComponent("palisade-operator")
                  .endSource()
                  .withReportingComponent("palisade.dev/operator")
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("policy", policy.getMetadata().getName())
          .addKeyValue("namespace", policy.getMetadata().getNamespace())
          // For a broken connection the client's own message is "An error has occurred."
          .addKeyValue("error", e.getCause() == null ? e.getMessage() : e.getCause().toString())
          .log("event not written");
    }
  }
}
