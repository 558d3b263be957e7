package dev.palisade.it;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * A request that does no harm and that the API server answers by whether it may be made: about an
 * object that is not there, or as a dry run.
 *
 * @param resource plural, after its group and a slash if it has one
 * @param namespace empty for what is cluster-scoped
 * @param name of the object that is not there
 */
record Asked(String verb, String resource, String namespace, String name) {
  private static final String NOBODY = "labelSelector=it.palisade.dev/nobody=nobody";

  /** Whether RBAC lets the client do it. */
  boolean allowed(KubernetesClient client) {
    try {
      var _ = client.raw(path(), method(), method().equals("GET") ? null : body());
      return true;
    } catch (KubernetesClientException e) {
      return e.getCode() != HttpURLConnection.HTTP_FORBIDDEN
          || !e.getMessage().contains(" cannot ");
    }
  }

  private String method() {
    return switch (verb) {
      case "get", "list", "watch" -> "GET";
      case "create" -> "POST";
      case "update" -> "PUT";
      case "patch" -> "PATCH";
      case "delete", "deletecollection" -> "DELETE";
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private String path() {
    String group = group();
    List<String> kind = List.of(resource.split("/"));
    int first = group.isEmpty() ? 0 : 1;
    String base = group.isEmpty() ? "/api/v1" : "/apis/" + group + "/" + version(group);
    String collection =
        base + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + kind.get(first);
    boolean sub = kind.size() > first + 1;
    String one = collection + "/" + name + (sub ? "/" + kind.get(first + 1) : "");
    return switch (verb) {
      case "list" -> collection + "?limit=1";
      case "watch" -> collection + "?watch=true&timeoutSeconds=1&" + NOBODY;
      case "deletecollection" -> collection + "?dryRun=All&" + NOBODY;
      case "create" -> (sub ? one : collection) + "?dryRun=All";
      case "get" -> one;
      default -> one + "?dryRun=All";
    };
  }

  private String body() {
    return verb.startsWith("delete") ? "{}" : "{\"metadata\":{\"name\":\"%s\"}}".formatted(name);
  }

  /** Groups have a dot or are one of the old ones; plurals have none. */
  private String group() {
    String first = resource.contains("/") ? resource.substring(0, resource.indexOf('/')) : "";
    return first.contains(".") || List.of("apps", "batch", "policy").contains(first) ? first : "";
  }

  private static String version(String group) {
    return group.equals("palisade.dev") ? "v1alpha1" : "v1";
  }
}
