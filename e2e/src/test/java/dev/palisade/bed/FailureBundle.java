package dev.palisade.bed;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory with the state of the cluster and the last words of everything that runs there. */
final class FailureBundle {
  private static final int LOG_TAIL = 512 * 1024;

  /** A JVM that was asked what its heap holds has printed 1,400 lines each time. */
  private static final int LOG_LINES = 20_000;

  private static final List<ResourceDefinitionContext> KINDS =
      List.of(
          kind("palisade.dev", "v1alpha1", "SecurityPolicy", "securitypolicies", true),
          kind(
              "palisade.dev",
              "v1alpha1",
              "ClusterSecurityPolicy",
              "clustersecuritypolicies",
              false),
          kind("palisade.dev", "v1alpha1", "SecurityBase", "securitybases", false),
          kind("palisade.dev", "v1alpha1", "SecurityProfile", "securityprofiles", false),
          kind("palisade.dev", "v1alpha1", "NodeSecurityState", "nodesecuritystates", false),
          kind("palisade.dev", "v1alpha1", "RolloutCommand", "rolloutcommands", true),
          kind("apps", "v1", "Deployment", "deployments", true),
          kind("apps", "v1", "ReplicaSet", "replicasets", true),
          kind(null, "v1", "Pod", "pods", true),
          kind(null, "v1", "Node", "nodes", false));

  private final Bed bed;
  private final Path directory;

  FailureBundle(Bed bed, Path directory) {
    this.bed = bed;
    this.directory = directory;
  }

  void write() throws IOException {
    Files.createDirectories(directory);
    KubernetesClient client = bed.client();
    Files.writeString(directory.resolve("events.txt"), events(client));
    for (ResourceDefinitionContext kind : KINDS) {
      Files.writeString(directory.resolve(kind.getPlural() + ".yaml"), objects(client, kind));
    }
    for (Pod pod : client.pods().inNamespace("palisade-system").list().getItems()) {
      for (Container container : pod.getSpec().getContainers()) {
        String name = pod.getMetadata().getName() + "." + container.getName() + ".log";
        Files.writeString(directory.resolve(name), log(client, pod, container));
      }
    }
    copyTail(
        Checkout.root().resolve("e2e/target/operator-" + bed.instance() + ".log"), "operator.log");
    bed.run("logs", directory.resolve("bed").toString());
  }

  private static String events(KubernetesClient client) {
    return client.v1().events().inAnyNamespace().list().getItems().stream()
        .sorted(Comparator.comparing(FailureBundle::time))
        .map(event ->
            "%s %s %s/%s/%s %s: %s"
                .formatted(
                    time(event),
                    event.getType(),
                    event.getInvolvedObject().getKind(),
                    event.getInvolvedObject().getNamespace(),
                    event.getInvolvedObject().getName(),
                    event.getReason(),
                    event.getMessage()))
        .collect(Collectors.joining("\n"));
  }

  private static String time(Event event) {
    return Stream.of(
            Optional.ofNullable(event.getLastTimestamp()),
            Optional.ofNullable(event.getEventTime()).map(time -> time.getTime()),
            Optional.ofNullable(event.getMetadata().getCreationTimestamp()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("");
  }

  private static String objects(KubernetesClient client, ResourceDefinitionContext kind) {
    try {
      var all = client.genericKubernetesResources(kind);
      List<GenericKubernetesResource> items =
          (kind.isNamespaceScoped() ? all.inAnyNamespace() : all).list().getItems();
      return items.stream().map(Serialization::asYaml).collect(Collectors.joining());
    } catch (KubernetesClientException e) {
      return "# not listed: " + e.getMessage() + "\n";
    }
  }

  private static String log(KubernetesClient client, Pod pod, Container container) {
    try {
      return client
          .pods()
          .resource(pod)
          .inContainer(container.getName())
          .tailingLines(LOG_LINES)
          .getLog();
    } catch (KubernetesClientException e) {
      return "# no log: " + e.getMessage() + "\n";
    }
  }

  private void copyTail(Path log, String name) throws IOException {
    if (Files.isRegularFile(log)) {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - LOG_TAIL);
      Files.write(directory.resolve(name), java.util.Arrays.copyOfRange(all, from, all.length));
    }
  }

  private static ResourceDefinitionContext kind(
      String group, String version, String kind, String plural, boolean namespaced) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(namespaced)
        .build();
  }
}
