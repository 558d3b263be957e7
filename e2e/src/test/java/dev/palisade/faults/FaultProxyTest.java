package dev.palisade.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.bed.Await;
import dev.palisade.faults.FrameFault.End;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PATH = "/api/v1/namespaces/x/configmaps";
  private static final Predicate<Call> EVERY = Predicate.not(Call::dryRun);
  private static final Predicate<Call> WATCH = Call.watch("configmaps");

  private final FakeServer server = new FakeServer();
  private final FaultProxy proxy = new FaultProxy(server.url(), Optional.empty());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    client.shutdownNow();
    proxy.close();
    server.close();
  }

  @Test
  void withoutRulesEverythingPasses() throws Exception {
    assertThat(post("a").statusCode()).isEqualTo(200);
    assertThat(server.seen).containsExactly("POST " + PATH + " a");
    assertThat(proxy.writes())
        .singleElement()
        .satisfies(write -> assertThat(write.call().kind()).isEqualTo("create configmaps"));
  }

  @Test
  void aRefusedRequestIsNotSeen() throws Exception {
    Rule rule = proxy.add(Rule.nth(2, EVERY, new Fault.Refused(429, Optional.of(3))));

    assertThat(post("a").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = post("b");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("3");
    assertThat(refused.body()).contains("TooManyRequests");
    assertThat(post("c").statusCode()).isEqualTo(200);
    assertThat(server.seen).containsExactly("POST " + PATH + " a", "POST " + PATH + " c");
    assertThat(rule.struck()).hasSize(1);
    assertThat(proxy.writes()).hasSize(2);
  }

  @Test
  void firstTriesAreStruckAndTheSameAgainIsNot() throws Exception {
    Rule rule = proxy.add(Rule.firstTries(EVERY, new Fault.Refused(503)));
    assertThat(post("a").statusCode()).isEqualTo(503);
    assertThat(post("b").statusCode()).isEqualTo(503);
    assertThat(post("a").statusCode()).isEqualTo(200);
    assertThat(rule.struck()).hasSize(2);
  }

  @Test
  void notSentIsABrokenConnectionAndNotSeen() {
    proxy.add(new Rule(EVERY, new Fault.NotSent()));
    assertThatThrownBy(() -> post("a")).isInstanceOf(IOException.class);
    assertThat(server.seen).isEmpty();
  }

  @Test
  void aLostAnswerIsABrokenConnectionAndDone() {
    proxy.add(new Rule(EVERY, new Fault.AnswerLost()));
    assertThatThrownBy(() -> post("a")).isInstanceOf(IOException.class);
    assertThat(server.seen).containsExactly("POST " + PATH + " a");
    assertThat(proxy.writes()).hasSize(1);
  }

  @Test
  void anAnswerIsReplacedAfterTheDeed() throws Exception {
    proxy.add(new Rule(EVERY, new Fault.AnsweredWith(500)));
    assertThat(post("a").statusCode()).isEqualTo(500);
    assertThat(server.seen).hasSize(1);
  }

  @Test
  void aRequestIsLate() throws Exception {
    Duration late = Duration.ofMillis(300);
    proxy.add(new Rule(EVERY, new Fault.Delayed(late)));
    long start = System.nanoTime();
    assertThat(post("a").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(late);
    assertThat(server.seen).hasSize(1);
  }

  @Test
  void anAnswerWaits() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    proxy.add(new Rule(EVERY, new Fault.AnswerHeld(gate)));
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request("a"), BodyHandlers.ofString());
    Await.until("done", SOON, () -> assertThat(proxy.writes()).hasSize(1));
    assertThat(answer).isNotDone();
    gate.complete(null);
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void aListFromThePastIsTheFirstOne() throws Exception {
    Recording recording = proxy.record(Call::informerList);
    String first = get(PATH + "?resourceVersion=0");
    assertThat(get(PATH + "?resourceVersion=0")).isNotEqualTo(first);
    assertThat(recording.size()).isEqualTo(1);

    proxy.add(new Rule(Call::informerList, new Fault.FromThePast(recording)));

    assertThat(get(PATH + "?resourceVersion=0")).isEqualTo(first);
    assertThat(get(PATH)).as("a list of now").isNotEqualTo(first);
  }

  @Test
  void downRefusesConnectionsAndUpTakesThem() throws Exception {
    Listener watch = watch();
    proxy.down();
    assertThatThrownBy(() -> post("a")).isInstanceOf(IOException.class);
    Await.until("watch broken", SOON, () -> assertThat(watch.over).isDone());
    proxy.up();
    assertThat(post("b").statusCode()).isEqualTo(200);
  }

  @Test
  void framesPassInOrder() {
    Listener watch = watch();
    server.send("ADDED", "a", 1);
    server.send("MODIFIED", "a", 2);
    watch.expect("ADDED a", "MODIFIED a");
    assertThat(proxy.frames()).hasSize(2);
    assertThat(proxy.watches()).hasSize(1);
    server.endWatches();
    Await.until("over", SOON, () -> assertThat(watch.over).isCompleted());
    assertThat(proxy.watches()).isEmpty();
  }

  @Test
  void framesAreDropped() {
    proxy.add(
        new FrameRule(
            WATCH, f -> f.type().equals("MODIFIED"), n -> true, new FrameFault.Dropped()));
    Listener watch = watch();
    server.send("ADDED", "a", 1);
    server.send("MODIFIED", "a", 2);
    server.send("DELETED", "a", 3);
    watch.expect("ADDED a", "DELETED a");
  }

  @Test
  void framesAreHeldAndKeepTheirOrder() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    FrameRule rule =
        proxy.add(
            new FrameRule(
                WATCH, f -> f.name().equals("b"), n -> n == 1, new FrameFault.Held(gate)));
    Listener watch = watch();
    server.send("ADDED", "a", 1);
    server.send("ADDED", "b", 2);
    server.send("ADDED", "c", 3);
    Await.until("sent", SOON, () -> assertThat(proxy.frames()).hasSize(3));
    watch.expect("ADDED a");
    gate.complete(null);
    watch.expect("ADDED a", "ADDED b", "ADDED c");
    assertThat(rule.struck()).isEqualTo(1);
  }

  @Test
  void framesAreReplayedBackwards() {
    proxy.add(
        new FrameRule(
            WATCH, f -> f.name().equals("c"), n -> true, new FrameFault.Replayed(2, true)));
    Listener watch = watch();
    server.send("ADDED", "a", 1);
    server.send("ADDED", "b", 2);
    server.send("ADDED", "c", 3);
    watch.expect("ADDED a", "ADDED b", "ADDED c", "ADDED c", "ADDED b");
  }

  @Test
  void aWatchIsCutAfterAFrame() throws IOException {
    proxy.add(new FrameRule(WATCH, Frame::news, n -> n == 1, new FrameFault.Ended(End.BROKEN)));
    try (RawWatch watch = new RawWatch(proxy.url(), PATH, SOON)) {
      awaitWatch();
      server.send("ADDED", "a", 1);
      // An end in good order is a chunk of length 0.
      String rest = watch.rest();
      assertThat(rest).startsWith("HTTP/1.1 200").doesNotEndWith("\r\n0\r\n\r\n");
      Frame frame = Frame.of(rest.substring(rest.indexOf('{'), rest.lastIndexOf('}') + 1));
      assertThat(frame.type() + " " + frame.name()).isEqualTo("ADDED a");
    }
  }

  @Test
  void aWatchIsToldThatItsVersionIsGone() {
    Listener watch = watch();
    proxy.end(WATCH, End.GONE);
    watch.expect("ERROR ");
    Await.until("closed", SOON, () -> assertThat(watch.over).isCompleted());
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return client.send(request(body), BodyHandlers.ofString());
  }

  private HttpRequest request(String body) {
    return HttpRequest.newBuilder(proxy.url().resolve(PATH))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private String get(String path) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(proxy.url().resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  private void awaitWatch() {
    Await.until("watch through to the server", SOON, () -> assertThat(server.watches).hasSize(1));
  }

  private Listener watch() {
    Listener listener = new Listener();
    var _ =
        client.sendAsync(
            HttpRequest.newBuilder(proxy.url().resolve(PATH + "?watch=true")).build(),
            BodyHandlers.fromLineSubscriber(listener));
    awaitWatch();
    return listener;
  }

  /** Types and names of the frames, and how the watch ended. */
  private static final class Listener implements Flow.Subscriber<String> {
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    void expect(String... frames) {
      Await.until("frames", SOON, () -> assertThat(got).containsExactly(frames));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      Frame frame = Frame.of(line);
      got.add(frame.type() + " " + frame.name());
    }

    @Override
    public void onComplete() {
      over.complete(null);
    }

    @Override
    public void onError(Throwable error) {
      over.completeExceptionally(error);
    }
  }
}
