package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The chart, installed once on a bed by helm as a person would. */
final class Installation {
  static final String NAMESPACE = "palisade-system";

  /** What {@code e2e/install} sets. */
  static final Duration UNLOAD_GRACE = Duration.ofSeconds(10);

  /** A JVM takes up to a minute to answer on an emulated CPU that three nodes share. */
  private static final Duration START = Duration.ofMinutes(6);

  private static final Duration HELM = Duration.ofMinutes(2);

  private static final Map<Bed, Installation> DONE = new HashMap<>();

  private final Bed bed;

  private Installation(Bed bed) {
    this.bed = bed;
  }

  static synchronized Installation on(Bed bed) {
    return DONE.computeIfAbsent(bed, Installation::install);
  }

  Bed bed() {
    return bed;
  }

  /** The helper pod of a node. */
  Pod helperOn(String node) {
    return bed
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", "palisade-helper")
        .withField("spec.nodeName", node)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no helper pod on " + node));
  }

  private static Installation install(Bed bed) {
    Program.run(
            List.of(Checkout.root().resolve("e2e/install").toString()),
            Map.of("BED", bed.instance()),
            HELM)
        .successful();
    Await.until("operator and helpers are available", START, () -> assertRuns(bed.client()));
    return new Installation(bed);
  }

  private static void assertRuns(KubernetesClient client) {
    DeploymentStatus operator =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName("palisade-operator")
            .get()
            .getStatus();
    assertThat(operator.getAvailableReplicas()).as("available operators").isEqualTo(1);
    DaemonSetStatus helpers =
        client
            .apps()
            .daemonSets()
            .inNamespace(NAMESPACE)
            .withName("palisade-helper")
            .get()
            .getStatus();
    assertThat(helpers.getNumberReady())
        .as("ready helpers")
        .isEqualTo(client.nodes().list().getItems().size())
        .isEqualTo(helpers.getUpdatedNumberScheduled());
  }
}
