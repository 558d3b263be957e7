package dev.palisade.faults;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to the API server, in its own words.
 *
 * @param uri path and query, as sent
 * @param body empty where there is none
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a>
 */
public record Call(String method, String uri, String body) {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/(?<namespace>[^/]+)(?=/[^/]))?"
              + "/(?<resource>[^/]+)(?:/(?<name>[^/]+)(?:/(?<sub>.+))?)?");
  private static final List<String> MUTATING = List.of("POST", "PUT", "PATCH", "DELETE");

  /** {@code get}, {@code list}, {@code watch}, {@code create}, {@code update} and so on. */
  public String verb() {
    return switch (method) {
      case "GET" -> watches() ? "watch" : name().isPresent() ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      default -> method.toLowerCase(java.util.Locale.ROOT);
    };
  }

  /**
   * As in RBAC: {@code deployments}, {@code securitypolicies/status}; a path that is none as is.
   */
  public String resource() {
    Matcher m = PATH.matcher(path());
    if (!m.matches()) {
      return path();
    }
    return m.group("sub") == null
        ? m.group("resource")
        : m.group("resource") + "/" + m.group("sub");
  }

  public Optional<String> namespace() {
    return group("namespace");
  }

  public Optional<String> name() {
    return group("name");
  }

  private Optional<String> group(String group) {
    Matcher m = PATH.matcher(path());
    return m.matches() ? Optional.ofNullable(m.group(group)) : Optional.empty();
  }

  private String path() {
    return uri.split("\\?", 2)[0];
  }

  private String query() {
    String[] parts = uri.split("\\?", 2);
    return parts.length == 2 ? "&" + parts[1] + "&" : "";
  }

  public boolean watches() {
    return query().contains("&watch=true&") || query().contains("&watch=1&");
  }

  public boolean dryRun() {
    return query().contains("&dryRun=All&");
  }

  /** Asks for a change. A dry run asks for none, nor does a review of one's own rights. */
  public boolean writes() {
    return MUTATING.contains(method) && !dryRun() && !resource().startsWith("selfsubject");
  }

  /**
   * A list that may be old by the API's own rules, or the first page of an informer's: what a
   * lagging API server may answer from its cache.
   */
  public boolean informerList() {
    return verb().equals("list")
        && (query().contains("&resourceVersion=0&") || query().contains("&limit="));
  }

  /** What it is about, the same in every run: no namespace, no name. */
  public String kind() {
    return verb() + " " + resource() + (dryRun() ? " (dry run)" : "");
  }

  /** Requests of one kind, such as {@code "patch deployments"}. */
  public static Predicate<Call> kind(String kind) {
    return call -> call.kind().equals(kind);
  }

  /** Watches of one resource. */
  public static Predicate<Call> watch(String resource) {
    return kind("watch " + resource);
  }

  @Override
  public String toString() {
    return method + " " + uri;
  }
}
