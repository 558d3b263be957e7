package dev.palisade.cli.cluster;

/** What part of the cluster a request is about. */
public sealed interface Where {
  static Where cluster() {
    return new Cluster();
  }

  static Where allNamespaces() {
    return new AllNamespaces();
  }

  static Where in(String namespace) {
    return new Namespace(namespace);
  }

  /** As the end of a sentence about a resource. */
  default String phrase() {
    return switch (this) {
      case Namespace(String name) -> " in namespace " + name;
      case AllNamespaces() -> " in all namespaces";
      case Cluster() -> "";
    };
  }

  /** As an option of kubectl. */
  default String option() {
    return switch (this) {
      case Namespace(String name) -> " -n " + name;
      case AllNamespaces() -> " -A";
      case Cluster() -> "";
    };
  }

  record Namespace(String name) implements Where {}

  record AllNamespaces() implements Where {}

  /** For kinds that have no namespace. */
  record Cluster() implements Where {}
}
