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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The chart, installed once on a bed by helm as a person would. */
final class Installation {
  static final String NAMESPACE = "palisade-system";

  /** What {@code e2e/install} sets. */
  static final Duration UNLOAD_GRACE = Duration.ofSeconds(10);

  /**
   * A JVM takes up to a minute to answer on an emulated CPU that three nodes share; on a machine
   * with other work beside it an operator may give up once and begin again.
   */
  private static final Duration START = Duration.ofMinutes(10);

  private static final Duration HELM = Duration.ofMinutes(2);

  private static final Map<Bed, Installation> DONE = new ConcurrentHashMap<>();

  private final Bed bed;

  private Installation(Bed bed) {
    this.bed = bed;
  }

  static Installation on(Bed bed) {
    return DONE.computeIfAbsent(bed, on -> install(on));
  }

  Bed bed() {
    return bed;
  }

  /** The helper pods that are not ending. */
  List<Pod> helpers() {
    return pods("palisade-helper");
  }

  private List<Pod> pods(String name) {
    return bed
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", name)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** The helper pod of a node. */
  Pod helperOn(String node) {
    return helpers().stream()
        .filter(pod -> node.equals(pod.getSpec().getNodeName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no helper pod on " + node));
  }

  /** The operator pods that are not ending. */
  List<Pod> operators() {
    return pods("palisade-operator");
  }

  /**
   * The next version of the helper, as far as Kubernetes can tell: another pod template, all nodes
   * at once. It stays, for a helper starts slowly here and no case depends on which it is.
   */
  void upgradeHelpers() {
    helm(
        bed,
        "--set",
        "helper.unloadGraceSeconds=" + UNLOAD_GRACE.plusSeconds(1).toSeconds(),
        "--set-string",
        "helper.maxUnavailable=100%");
  }

  /** Waits until so many operators are there and available. */
  void scaleOperator(int replicas) {
    var operator =
        bed.client().apps().deployments().inNamespace(NAMESPACE).withName("palisade-operator");
    operator.scale(replicas);
    Await.until(
        replicas + " operators",
        START,
        () -> {
          DeploymentStatus status = operator.get().getStatus();
          assertThat(Optional.ofNullable(status.getReplicas()).orElse(0)).isEqualTo(replicas);
          assertThat(Optional.ofNullable(status.getAvailableReplicas()).orElse(0))
              .isEqualTo(replicas);
        });
  }

  /**
   * Runs one operator that asks for a Lease, or one that does not and so lives on where an API
   * server is away for longer than a Lease lasts. Both are never there at once.
   */
  void leaderElection(boolean on) {
    scaleOperator(0);
    bed.run(
        "kubectl",
        "set",
        "env",
        "--namespace=" + NAMESPACE,
        "deployment/palisade-operator",
        "PALISADE_LEADER_ELECTION" + (on ? "-" : "=false"));
    scaleOperator(1);
  }

  /**
   * Installs this checkout's chart, or brings an installation to what it says, and waits for it.
   */
  static Installation install(Bed bed, String... options) {
    helm(bed, options);
    awaitRuns(bed, 1);
    return new Installation(bed);
  }

  /** Waits until so many operators and all helpers are available. */
  static void awaitRuns(Bed bed, int operators) {
    awaitRuns(bed, operators, START);
  }

  static void awaitRuns(Bed bed, int operators, Duration limit) {
    Await.until(
        operators + " operators and the helpers are available",
        limit,
        () -> assertRuns(bed.client(), operators));
  }

  private static void helm(Bed bed, String... options) {
    List<String> command =
        new ArrayList<>(List.of(Checkout.root().resolve("e2e/install").toString()));
    command.addAll(List.of(options));
    Program.run(command, Map.of("BED", bed.instance()), HELM).successful();
  }

  private static void assertRuns(KubernetesClient client, int operators) {
    DeploymentStatus operator =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName("palisade-operator")
            .get()
            .getStatus();
    assertThat(operator.getAvailableReplicas()).as("available operators").isEqualTo(operators);
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
