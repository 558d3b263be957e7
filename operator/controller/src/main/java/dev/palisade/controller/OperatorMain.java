package dev.palisade.controller;

import dev.palisade.controller.installation.InstallationCheck;
import dev.palisade.controller.uninstall.UninstallCheck;
import dev.palisade.controller.watch.WatchCare;
import dev.palisade.controller.watch.WatchPulse;
import io.fabric8.kubernetes.client.Config;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
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
    if (args.length > 0) {
      System.exit(other(args));
    }
    Settings settings;
    try {
      settings = Settings.fromEnvironment(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    CountDownLatch end = new CountDownLatch(1);
    AtomicReference<PalisadeOperator> running = new AtomicReference<>();
    try (WatchCare care = WatchCare.connect(Config.autoConfigure(null));
        HealthServer health =
            new HealthServer(
                settings.healthPort(),
                () -> unhealthy(running.get(), care.pulse()),
                () -> running.get() == null ? Optional.of("not started") : Optional.empty(),
                () -> Optional.ofNullable(running.get()).map(o -> o.metrics().scrape()))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, end), "stop"));
      PalisadeOperator operator = PalisadeOperator.start(care.client(), settings);
      operator.metrics().watches(care.pulse()::silence, PalisadeOperator.WATCHED);
      running.set(operator);
      LOG.atInfo()
          .addKeyValue("namespace", settings.namespace())
          .addKeyValue("port", health.port())
          .log("started");
      end.await();
    } catch (OperatorException e) {
      // Threads of the library would keep the process up, without its health server.
      LOG.atError().setCause(e).log("cannot start: see whether the API server answers");
      System.exit(1);
    }
  }

  /** While it starts its own time limits decide. */
  private static Optional<String> unhealthy(PalisadeOperator operator, WatchPulse pulse) {
    return operator == null ? Optional.empty() : operator.stopped().or(pulse::stuck);
  }

  /** What else the image does: its exit code. */
  private static int other(String[] args) throws InterruptedException {
    return switch (String.join(" ", args)) {
      case UninstallCheck.ARGUMENT -> UninstallCheck.run(System.getenv(), System.out);
      case InstallationCheck.ARGUMENT -> InstallationCheck.run(System.getenv(), System.out);
      default -> {
        System.err.println(
            "unknown arguments "
                + String.join(" ", args)
                + ": none runs the operator, "
                + UninstallCheck.ARGUMENT
                + " is the chart's pre-delete hook, "
                + InstallationCheck.ARGUMENT
                + " its test");
        yield 2;
      }
    };
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
