package dev.palisade.controller;

import dev.palisade.controller.metrics.OperatorMetrics;
import dev.palisade.controller.reconcile.Controllers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as an object: started and stopped by a process, or by a test in its own. */
public final class PalisadeOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PalisadeOperator.class);

  /** What its informers watch, by the plural names of the resources. */
  static final List<String> WATCHED =
      List.of(
          "clustersecuritypolicies",
          "deployments",
          "namespaces",
          "nodesecuritystates",
          "rolloutcommands",
          "securitybases",
          "securitypolicies",
          "securityprofiles");

  private static final Duration CACHE_SYNC = Duration.ofMinutes(1);
  private static final Duration TERMINATION = Duration.ofSeconds(10);
  private final Operator operator;
  private final OperatorMetrics metrics;
  private final AtomicBoolean stopping;

  private PalisadeOperator(Operator operator, OperatorMetrics metrics, AtomicBoolean stopping) {
    this.operator = operator;
    this.metrics = metrics;
    this.stopping = stopping;
  }

  /**
   * Starts the controllers and returns once they run (with leader election: once they wait for the
   * Lease).
   *
   * @param client stays the caller's: it is not closed
   */
  public static PalisadeOperator start(KubernetesClient client, Settings settings) {
    OperatorMetrics metrics = new OperatorMetrics(!settings.leaderElection(), version());
    AtomicBoolean stopping = new AtomicBoolean();
    Operator operator =
        new Operator(o -> {
          o.withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withStopOnInformerErrorDuringStartup(true)
              .withInformerStoppedHandler((informer, e) -> informerStopped(informer, e, stopping))
              .withCacheSyncTimeout(CACHE_SYNC)
              .withMetrics(metrics.ofSdk())
              .withReconciliationTerminationTimeout(TERMINATION);
          if (settings.leaderElection()) {
            o.withLeaderElectionConfiguration(lease(settings, metrics, stopping));
          }
        });
    Controllers.register(operator, client, settings, metrics);
    sleepUntilDue(operator);
    operator.start();
    return new PalisadeOperator(operator, metrics, stopping);
  }

  /**
   * The SDK's pool of timers has no core thread, and a {@link ScheduledThreadPoolExecutor} then
   * wakes one every 10 ms for as long as anything is scheduled (its DEFAULT_KEEPALIVE_MILLIS). A
   * core thread sleeps until something is due.
   */
  private static void sleepUntilDue(Operator operator) {
    if (operator.getConfigurationService().getExecutorServiceManager().scheduledExecutorService()
        instanceof ScheduledThreadPoolExecutor timers) {
      timers.setCorePoolSize(1);
    }
  }

  /**
   * The SDK's own handler exits the process at once, also when an event comes in while it is
   * stopped. Here {@link #stopped} has it, so /livez fails and the kubelet starts the container
   * again.
   */
  private static void informerStopped(
      SharedIndexInformer<?> informer, Throwable error, AtomicBoolean stopping) {
    if (error != null && !stopping.get()) {
      LOG.atError()
          .addKeyValue("resource", informer.getApiTypeClass().getSimpleName())
          .setCause(error)
          .log("an informer has stopped");
    }
  }

  /**
   * The Lease was lost: the process ends at once. An orderly end (the SDK's own) lets passes that
   * run go on for ten seconds, and another operator leads already.
   */
  private static void deposed(AtomicBoolean stopping) {
    if (!stopping.get()) {
      LOG.error("lost the Lease: ending, so that only one operator writes");
      Runtime.getRuntime().halt(1);
    }
  }

  private static LeaderElectionConfiguration lease(
      Settings settings, OperatorMetrics metrics, AtomicBoolean stopping) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("palisade-operator")
        .withLeaseNamespace(settings.namespace())
        .withIdentity(identity())
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> metrics.leads(true),
                () -> {
                  metrics.leads(false);
                  deposed(stopping);
                },
                leader -> {}))
        .build();
  }

  /**
   * A pod's name alone is also that of the process that crashed in it, and of any other in the same
   * JVM.
   */
  private static String identity() {
    return System.getenv().getOrDefault("HOSTNAME", "operator") + "_" + UUID.randomUUID();
  }

  private static String version() {
    return Optional.ofNullable(PalisadeOperator.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  /** Controllers of which an informer has stopped for good; empty if none has. */
  public Optional<String> stopped() {
    List<String> controllers =
        operator.getRuntimeInfo().unhealthyEventSources().entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .map(e -> e.getKey() + " (" + String.join(", ", e.getValue().keySet()) + ")")
            .sorted()
            .toList();
    return controllers.isEmpty()
        ? Optional.empty()
        : Optional.of("informers have stopped: " + String.join(", ", controllers));
  }

  public OperatorMetrics metrics() {
    return metrics;
  }

  public boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Returns when no reconciliation runs any more, or after ten seconds. */
  public void stop() {
    stopping.set(true);
    operator.stop();
  }

  @Override
  public void close() {
    stop();
  }
}
