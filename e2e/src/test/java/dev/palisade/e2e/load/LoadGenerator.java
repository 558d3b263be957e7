package dev.palisade.e2e.load;

import dev.palisade.e2e.load.LoadReport.Sent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests at a fixed rate whatever the answers do (an open loop: a slow server does not make
 * the client ask less), each over a new connection, none repeated.
 */
public final class LoadGenerator implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Instant from = Instant.now();
  private final HttpRequest request;

  private LoadGenerator(URI uri) {
    this.request = new HttpRequest(uri, TIMEOUT);
  }

  public static LoadGenerator start(URI uri, int perSecond) {
    LoadGenerator generator = new LoadGenerator(uri);
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    var _ =
        generator.clock.scheduleAtFixedRate(
            () -> generator.requests.execute(generator::send), 0, period, TimeUnit.NANOSECONDS);
    return generator;
  }

  /** How many requests have ended so far. */
  public int ended() {
    return sent.size();
  }

  /** Stops asking, waits for the answers still under way, and tells everything that was sent. */
  public LoadReport stop() {
    close();
    return new LoadReport(from, Instant.now(), List.copyOf(sent));
  }

  @Override
  public void close() {
    clock.close();
    requests.close();
  }

  private void send() {
    Instant at = Instant.now();
    String failure = failure();
    sent.add(new Sent(at, Duration.between(at, Instant.now()), failure));
  }

  private String failure() {
    try {
      HttpRequest.Answer answer = request.send();
      return answer.status() == 200 ? "" : "status " + answer.status() + ": " + answer.body();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
