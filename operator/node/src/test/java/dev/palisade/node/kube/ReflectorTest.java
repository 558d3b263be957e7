package dev.palisade.node.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReflectorTest {
  @TempDir Path credentials;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Semaphore changes = new Semaphore(0);
  private final ConcurrentLinkedQueue<FakeApi.Answer> lists = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<FakeApi.Answer> watches = new ConcurrentLinkedQueue<>();
  private FakeApi api;
  private Reflector<String> reflector;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi(credentials, r -> next(r.line().contains("watch=true") ? watches : lists));
    InstantSource clock = now::get;
    reflector =
        new Reflector<>(
            api.client(),
            "/things",
            "",
            o -> o.text("value"),
            changes::release,
            clock,
            new Backoff(() -> 0));
  }

  @AfterEach
  void stop() {
    reflector.close();
    api.close();
  }

  /** A script that has run out holds the connection open and silent. */
  private static FakeApi.Answer next(ConcurrentLinkedQueue<FakeApi.Answer> answers) {
    FakeApi.Answer answer = answers.poll();
    return answer == null ? held() : answer;
  }

  private static FakeApi.Answer held(String... events) {
    return new FakeApi.Answer(200, List.of(events), true, false);
  }

  private static FakeApi.Answer ended(String... events) {
    return new FakeApi.Answer(200, List.of(events), false, false);
  }

  private static FakeApi.Answer list(String version, String items) {
    return FakeApi.Answer.of(
        200, "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"items\":[" + items + "]}");
  }

  private static String item(String name, String value, String version) {
    return "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"ns\",\"resourceVersion\":\"%s\"},\"value\":\"%s\"}"
        .formatted(name, version, value);
  }

  private static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object);
  }

  private void run() {
    Thread.ofPlatform().daemon().start(reflector);
  }

  private void awaitItems(Predicate<Map<String, String>> condition) throws InterruptedException {
    while (!condition.test(reflector.items())) {
      assertThat(changes.tryAcquire(30, TimeUnit.SECONDS))
          .as("items %s", reflector.items())
          .isTrue();
    }
  }

  @Test
  void listThenEvents() throws InterruptedException {
    assertThat(reflector.synced()).isFalse();
    lists.add(list("10", item("a", "1", "9") + "," + item("b", "2", "8")));
    watches.add(
        held(
            event("MODIFIED", item("a", "3", "11")),
            event("DELETED", item("b", "2", "12")),
            event("ADDED", item("c", "4", "13"))));
    run();
    awaitItems(items -> items.equals(Map.of("ns/a", "3", "ns/c", "4")));
    assertThat(reflector.synced()).isTrue();
    assertThat(api.lines().get(1))
        .contains("resourceVersion=10")
        .contains("allowWatchBookmarks=true");
  }

  @Test
  void aBookmarkMovesThePlaceWhereTheNextWatchBegins() throws InterruptedException {
    lists.add(list("10", ""));
    watches.add(ended(event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"50\"}}")));
    watches.add(held(event("ADDED", item("a", "1", "51"))));
    run();
    awaitItems(items -> items.containsKey("ns/a"));
    assertThat(api.lines().get(2)).contains("resourceVersion=50");
  }

  @Test
  void goneMeansANewList() throws InterruptedException {
    lists.add(list("10", item("a", "1", "9")));
    watches.add(
        ended(event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}")));
    lists.add(list("70", item("b", "2", "60")));
    watches.add(FakeApi.Answer.of(410, "{\"message\":\"too old\"}"));
    lists.add(list("90", item("c", "3", "80")));
    run();
    awaitItems(items -> items.equals(Map.of("ns/c", "3")));
    assertThat(api.lines().stream().filter(l -> !l.contains("watch=true"))).hasSize(3);
  }

  @Test
  void aConnectionThatBreaksIsTakenUpWhereItWas() throws InterruptedException {
    lists.add(list("10", ""));
    watches.add(
        new FakeApi.Answer(
            200, List.of(event("ADDED", item("a", "1", "20")), "{\"type\":\"ADD"), false, true));
    watches.add(held(event("ADDED", item("b", "2", "21"))));
    run();
    awaitItems(items -> items.equals(Map.of("ns/a", "1", "ns/b", "2")));
    assertThat(api.lines().get(2)).contains("resourceVersion=20");
  }

  @Test
  void aRefusedListIsTriedAgain() throws InterruptedException {
    lists.add(FakeApi.Answer.of(503, "{\"message\":\"starting\"}"));
    lists.add(list("10", item("a", "1", "9")));
    run();
    awaitItems(items -> items.containsKey("ns/a"));
  }

  @Test
  void aSilentWatchIsEndedAndEverythingListedAgain() throws InterruptedException {
    lists.add(list("10", ""));
    watches.add(held(event("ADDED", item("a", "1", "20"))));
    lists.add(list("30", item("a", "1", "20") + "," + item("untold", "2", "30")));
    watches.add(held(event("ADDED", item("b", "2", "31"))));
    run();
    awaitItems(items -> items.containsKey("ns/a"));
    now.set(Instant.EPOCH.plus(Reflector.SILENCE));
    assertThat(reflector.silence()).isEqualTo(Reflector.SILENCE);
    reflector.endSilence();
    assertThat(reflector.items()).doesNotContainKey("ns/untold");
    now.set(Instant.EPOCH.plus(Reflector.SILENCE).plus(Duration.ofSeconds(1)));
    reflector.endSilence();
    awaitItems(items -> items.equals(Map.of("ns/a", "1", "ns/untold", "2", "ns/b", "2")));
    assertThat(api.lines().getLast()).contains("resourceVersion=30");
  }

  @Test
  void waitingTimesGrowToALimit() {
    var backoff = new Backoff(() -> 0.99999);
    List<Long> seconds =
        java.util.stream.Stream.generate(backoff::next).limit(9).map(Duration::toMillis).toList();
    assertThat(seconds)
        .containsExactly(499L, 999L, 1999L, 3999L, 7999L, 15999L, 29999L, 29999L, 29999L);
    backoff.reset();
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(499));
    assertThat(new Backoff(() -> 0).next()).isEqualTo(Duration.ofMillis(250));
  }
}
