package dev.palisade.controller.watch;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client whose watches are cared for until it is closed. */
public final class WatchCare implements AutoCloseable {
  private static final int PERIOD_SECONDS = 15;
  private static final Logger LOG = LoggerFactory.getLogger(WatchCare.class);
  private final WatchPulse pulse;
  private final KubernetesClient client;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watch-care").factory());

  private WatchCare(WatchPulse pulse, KubernetesClient client) {
    this.pulse = pulse;
    this.client = client;
  }

  /** Connects, and begins to listen. */
  public static WatchCare connect(Config config) {
    WatchPulse pulse = new WatchPulse(steady());
    WatchCare care = new WatchCare(pulse, client(config, pulse));
    ObjectsOf objects = new ObjectLists(care.client);
    var _ =
        care.timer.scheduleWithFixedDelay(
            () -> tend(pulse, objects), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    return care;
  }

  /** An exception would end the timer. */
  private static void tend(WatchPulse pulse, ObjectsOf objects) {
    try {
      pulse.tend(objects);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("looking after the watches failed; again in a moment");
    }
  }

  /**
   * How an operator's client connects. No HTTP/2: all requests of the JDK's client go by one
   * connection then, and one that is dead without having been closed, behind a proxy or after a
   * change of addresses, is used for ever. Each request waits for its time and fails, until there
   * are "too many concurrent streams". Of HTTP/1.1 a connection that does not answer is closed with
   * the request.
   */
  public static Config tuned(Config config) {
    return new ConfigBuilder(config).withOnlyHttpWatches(true).withHttp2Disable(true).build();
  }

  static KubernetesClient client(Config config, WatchPulse pulse) {
    return new KubernetesClientBuilder()
        .withConfig(tuned(config))
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("watch-pulse", pulse))
        .build();
  }

  /** The date may be set; silence is not measured by it. */
  private static InstantSource steady() {
    Instant date = Instant.now();
    long start = System.nanoTime();
    return () -> date.plusNanos(System.nanoTime() - start);
  }

  public KubernetesClient client() {
    return client;
  }

  public WatchPulse pulse() {
    return pulse;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.close();
  }
}
