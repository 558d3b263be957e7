package dev.palisade.cli.cluster;

import dev.palisade.cli.Failure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.util.Optional;
import picocli.CommandLine.Option;

/** kubectl's own options for which cluster and which namespace. */
public final class ClusterOptions {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int BRIEFLY_MILLIS = 2_000;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Kubeconfig file (default: $KUBECONFIG, else ~/.kube/config).")
  File kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      completionCandidates = Live.Contexts.class,
      description = "Context of the kubeconfig (default: its current context).")
  String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      completionCandidates = Live.Namespaces.class,
      description = "Namespace (default: the context's, else default).")
  String namespace;

  public KubernetesClient connect() {
    Config config = config();
    if (context != null
        && config.getContexts().stream().noneMatch(c -> context.equals(c.getName()))) {
      throw Failure.badInput(
          "the kubeconfig has no context %s; it has: %s"
              .formatted(
                  context,
                  String.join(", ", config.getContexts().stream().map(c -> c.getName()).toList())));
    }
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    // A person is waiting: under a second in all.
    config.setRequestRetryBackoffLimit(3);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** For shell completion: nobody waits for more than a moment, and nothing is tried again. */
  public KubernetesClient connectBriefly() {
    Config config = config();
    config.setConnectionTimeout(BRIEFLY_MILLIS);
    config.setRequestTimeout(BRIEFLY_MILLIS);
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The namespace that the command is about. */
  public String namespace(KubernetesClient client) {
    return Optional.ofNullable(namespace)
        .or(() -> Optional.ofNullable(client.getConfiguration().getNamespace()))
        .orElse("default");
  }

  /** Whether {@code -n} was given. */
  public boolean namesNamespace() {
    return namespace != null;
  }

  private Config config() {
    try {
      if (kubeconfig == null) {
        return Config.autoConfigure(context);
      }
      if (!kubeconfig.canRead()) {
        throw Failure.badInput(
            "--kubeconfig %s cannot be read; name a kubeconfig file".formatted(kubeconfig));
      }
      return Config.fromKubeconfig(context, kubeconfig);
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw Failure.badInput(
          "the kubeconfig %s cannot be used: %s; mend it, or name another with --kubeconfig"
              .formatted(
                  kubeconfig == null ? "($KUBECONFIG, else ~/.kube/config)" : kubeconfig,
                  e.getMessage()));
    }
  }
}
