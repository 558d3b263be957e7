package dev.palisade.it;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Clients;
import dev.palisade.controller.PalisadeOperator;
import dev.palisade.controller.Settings;
import dev.palisade.controller.watch.WatchCare;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One life of the operator, in this process, with the rights of its own account. */
final class OperatorRun implements AutoCloseable {

  private final KubernetesClient client;
  private final PalisadeOperator operator;
  private final WriteLog writes;

  private OperatorRun(KubernetesClient client, PalisadeOperator operator, WriteLog writes) {
    this.client = client;
    this.operator = operator;
    this.writes = writes;
  }

  /**
   * Starts an operator that watches one namespace and compiles with the bed's pinned parser.
   *
   * @param resync how often it looks at everything without a cause
   */
  static OperatorRun start(
      KubernetesClient admin, String namespace, WriteLog writes, Duration resync) {
    return start(SystemNamespace.operator(admin), settings(namespace, resync), writes);
  }

  /**
   * Starts an operator with settings of the case's own.
   *
   * @param config where the API server is for it, with a token of its own
   * @param more interceptors of its client
   */
  static OperatorRun start(Config config, Settings settings, WriteLog writes, Interceptor... more) {
    KubernetesClient client =
        Clients.of(WatchCare.tuned(config))
            .withHttpClientBuilderConsumer(http -> {
              http.addOrReplaceInterceptor("writes", writes);
              for (Interceptor interceptor : more) {
                http.addOrReplaceInterceptor(interceptor.getClass().getName(), interceptor);
              }
            })
            .build();
    try {
      return new OperatorRun(client, PalisadeOperator.start(client, settings), writes);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** What {@code /metrics} would show. */
  String metrics() {
    return operator.metrics().scrape();
  }

  /** What would make {@code /healthz} fail. */
  Optional<String> stopped() {
    return operator.stopped();
  }

  /** An operator of one namespace that leads without asking and compiles with the bed's parser. */
  static Settings settings(String namespace, Duration resync) {
    return new Settings(
        FakeNode.SYSTEM,
        Path.of(Bed.parser()),
        Set.of(namespace),
        false,
        0,
        resync,
        Clock.systemUTC());
  }

  WriteLog writes() {
    return writes;
  }

  @Override
  public void close() {
    operator.close();
    client.close();
  }
}
