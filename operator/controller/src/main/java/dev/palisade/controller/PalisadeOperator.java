package dev.palisade.controller;

import dev.palisade.controller.reconcile.Controllers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;

/** The operator as an object: started and stopped by a process, or by a test in its own. */
public final class PalisadeOperator implements AutoCloseable {
  private static final Duration CACHE_SYNC = Duration.ofMinutes(1);
  private static final Duration TERMINATION = Duration.ofSeconds(10);
  private final Operator operator;

  private PalisadeOperator(Operator operator) {
    this.operator = operator;
  }

  /**
   * Starts the controllers and returns once they run (with leader election: once they wait for the
   * Lease).
   *
   * @param client stays the caller's: it is not closed
   */
  public static PalisadeOperator start(KubernetesClient client, Settings settings) {
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
                    .build());
          }
        });
    Controllers.register(operator, client, settings);
    operator.start();
    return new PalisadeOperator(operator);
  }

  public boolean healthy() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  public boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Returns when no reconciliation runs any more, or after ten seconds. */
  public void stop() {
    operator.stop();
  }

  @Override
  public void close() {
    stop();
  }
}
