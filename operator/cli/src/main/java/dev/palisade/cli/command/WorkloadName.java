package dev.palisade.cli.command;

import dev.palisade.cli.Failure;
import java.util.Locale;

/**
 * A workload as it is typed: {@code NS/KIND/NAME}, or {@code KIND/NAME} in the current namespace.
 */
record WorkloadName(String namespace, String kind, String name) {

  static WorkloadName parse(String text, String currentNamespace) {
    String[] parts = text.split("/", -1);
    for (String part : parts) {
      if (part.isEmpty()) {
        throw malformed(text);
      }
    }
    return switch (parts.length) {
      case 2 -> new WorkloadName(currentNamespace, kind(parts[0], text), parts[1]);
      case 3 -> new WorkloadName(parts[0], kind(parts[1], text), parts[2]);
      default -> throw malformed(text);
    };
  }

  private static String kind(String typed, String text) {
    return switch (typed.toLowerCase(Locale.ROOT)) {
      case "deployment", "deployments", "deploy", "deployments.apps", "deployment.apps" ->
          "Deployment";
      default ->
          throw Failure.badInput(
              "%s: kind %s is not one that Palisade assigns; write NAMESPACE/deployment/NAME"
                  .formatted(text, typed));
    };
  }

  private static Failure malformed(String text) {
    return Failure.badInput(
        "%s is not a workload; write NAMESPACE/KIND/NAME, for example shop/deployment/checkout"
            .formatted(text));
  }

  @Override
  public String toString() {
    return namespace + "/" + kind + "/" + name;
  }
}
