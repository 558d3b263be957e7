package dev.palisade.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's process. */
public final class OperatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
  private static final Duration STOP = Duration.ofSeconds(20);

  private OperatorMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Settings settings = Settings.fromEnvironment(System.getenv());
    CountDownLatch end = new CountDownLatch(1);
    AtomicReference<PalisadeOperator> running = new AtomicReference<>();
    try (HealthServer health =
            new HealthServer(
                settings.healthPort(),
                () -> running.get() == null || running.get().healthy(),
                () -> running.get() != null);
        KubernetesClient client = new KubernetesClientBuilder().build()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, end), "stop"));
      running.set(PalisadeOperator.start(client, settings));
      LOG.atInfo()
          .addKeyValue("namespace", settings.namespace())
          .addKeyValue("healthPort", health.port())
          .log("started");
      end.await();
    } catch (OperatorException e) {
      // Threads of the library would keep the process up, without its health server.
      LOG.atError().setCause(e).log("cannot start: see whether the API server answers");
      System.exit(1);
    }
  }

  /** In a thread of its own: the library's hook can wait for itself when it leads (JOSDK #3383). */
  private static void stop(AtomicReference<PalisadeOperator> running, CountDownLatch end) {
    PalisadeOperator operator = running.get();
    if (operator != null) {
      Thread stopping = new Thread(operator::stop, "stop-operator");
      stopping.setDaemon(true);
      stopping.start();
      try {
        stopping.join(STOP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    end.countDown();
  }
}
