package dev.palisade.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** What {@code kubectl create --validate=strict} sends, and what the API server answers to it. */
final class StrictRequest {
  private StrictRequest() {}

  /** Tries a manifest by server-side dry run; empty when it is accepted, else the whole message. */
  static Optional<String> refusal(KubernetesClient client, String objects, JsonNode manifest) {
    String uri =
        "/apis/%s/%s?fieldValidation=Strict&dryRun=All"
            .formatted(manifest.get("apiVersion").asText(), objects);
    try {
      client.raw(uri, "POST", manifest);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(e.getStatus() == null ? e.toString() : e.getStatus().getMessage());
    }
  }
}
