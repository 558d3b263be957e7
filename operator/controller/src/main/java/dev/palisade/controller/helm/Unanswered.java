package dev.palisade.controller.helm;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Why the API server did not answer a question. */
public final class Unanswered {
  private Unanswered() {}

  /** Its own words; where there was no connection the client has none, and the innermost cause. */
  public static String because(KubernetesClientException e) {
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return e.getCause() == null ? e.getMessage() : at.toString();
  }
}
