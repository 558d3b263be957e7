package dev.palisade.controller;

import dev.palisade.controller.reconcile.Controllers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as an object: started and stopped by a process, or by a test in its own. */
public final class PalisadeOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PalisadeOperator.class);
  private static final Duration CACHE_SYNC = Duration.ofMinutes(1);
  private static final Duration TERMINATION = Duration.ofSeconds(10);
  private final Operator operator;
  private final AtomicBoolean stopping;

  private PalisadeOperator(Operator operator, AtomicBoolean stopping) {
    this.operator = operator;
    this.stopping = stopping;
  }

  /**
   * Starts the controllers and returns once they run (with leader election: once they wait for the
   * Lease).
   *
   * @param client stays the caller's: it is not closed
   */
  public static PalisadeOperator start(KubernetesClient client, Settings settings) {
    AtomicBoolean stopping = new AtomicBoolean();
    Operator operator =
        new Operator(o -> {
          o.withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withStopOnInformerErrorDuringStartup(true)
              .withCacheSyncTimeout(CACHE_SYNC)
              .withReconciliationTerminationTimeout(TERMINATION);
          if (settings.leaderElection()) {
            o.withLeaderElectionConfiguration(
                LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("palisade-operator")
                    .withLeaseNamespace(settings.namespace())
                    .withLeaderCallbacks(
                        new LeaderCallbacks(() -> {}, () -> deposed(stopping), leader -> {}))
                    .build());
          }
        });
    Controllers.register(operator, client, settings);
    operator.start();
    return new PalisadeOperator(operator, stopping);
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

  public boolean healthy() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
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
