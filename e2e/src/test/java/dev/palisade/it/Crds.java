package dev.palisade.it;

import dev.palisade.bed.Await;
import dev.palisade.bed.Checkout;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The checked-in CRDs. */
final class Crds {
  private static final OncePerCluster INSTALLED = new OncePerCluster();

  private Crds() {}

  static List<Path> files() {
    try (Stream<Path> files = Files.list(Checkout.root().resolve("crds"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Applies them and waits until they are served, for the first who asks: no case changes them, and
   * the API server checks a CRD's schemas anew each time.
   */
  static void install(KubernetesClient client) {
    INSTALLED.run(client, () -> apply(client));
  }

  private static void apply(KubernetesClient client) {
    for (Path file : files()) {
      CustomResourceDefinition crd =
          client.apiextensions().v1().customResourceDefinitions().load(file.toFile()).item();
      client.resource(crd).fieldManager("it").forceConflicts().serverSideApply();
      Await.until(
          crd.getMetadata().getName() + " served",
          Duration.ofSeconds(30),
          () -> client.raw("/apis/palisade.dev/v1alpha1/" + crd.getSpec().getNames().getPlural()));
    }
  }
}
