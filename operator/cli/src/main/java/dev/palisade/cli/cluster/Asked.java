package dev.palisade.cli.cluster;

import dev.palisade.cli.Failure;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/**
 * A request as RBAC sees it; what is said when it fails.
 *
 * @param resource plural and group, as {@code kubectl auth can-i} takes it
 */
public record Asked(String server, String verb, String resource, Where where) {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  public static Asked of(KubernetesClient client, String verb, String resource, Where where) {
    return new Asked(
        client.getConfiguration().getMasterUrl().replaceAll("/+$", ""), verb, resource, where);
  }

  public <T> T answer(Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw failure(e);
    }
  }

  public static boolean isForbidden(KubernetesClientException e) {
    return e.getCode() == FORBIDDEN;
  }

  public Failure failure(KubernetesClientException e) {
    return Failure.cluster(explain(e), e);
  }

  String explain(KubernetesClientException e) {
    return switch (e.getCode()) {
      case -1, 0 ->
          "cannot reach the cluster at %s: %s; is it up, and is this the right --context or --kubeconfig?"
              .formatted(server, rootMessage(e));
      case UNAUTHORIZED ->
          "%s does not accept these credentials; log in again, or choose another --context"
              .formatted(server);
      case FORBIDDEN ->
          "not allowed to %s %s%s (%s); ask for a role that grants this, and check with: kubectl auth can-i %s %s%s"
              .formatted(verb, resource, where.phrase(), said(e), verb, resource, where.option());
      case NOT_FOUND ->
          resource.endsWith(".palisade.dev")
              ? "%s does not know %s: Palisade's CRDs are not installed there; install the chart palisade (helm install), or kubectl apply -f crds/"
                  .formatted(server, resource)
              : "%s does not have %s%s: %s".formatted(server, resource, where.phrase(), said(e));
      default -> "%s %s%s failed: %s".formatted(verb, resource, where.phrase(), said(e));
    };
  }

  private static String said(KubernetesClientException e) {
    return e.getStatus() != null && e.getStatus().getMessage() != null
        ? e.getStatus().getMessage()
        : e.getMessage();
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null
        ? root.getClass().getSimpleName()
        : root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
