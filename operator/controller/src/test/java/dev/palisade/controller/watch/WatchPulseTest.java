package dev.palisade.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real informer of a real client, whose watch hangs: open, and silent. */
@Timeout(60)
class WatchPulseTest {
  private static final Duration A_WHILE = WatchLine.SILENCE.plusSeconds(1);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final WatchPulse pulse = new WatchPulse(time::get);
  private FakeApiServer server;
  private KubernetesClient client;
  private SharedIndexInformer<ConfigMap> informer;
  private ObjectsOf objects;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    server.put("a", 10);
    server.put("b", 11);
    Config config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(server.url())
            .withWatchReconnectInterval(10)
            .withRequestRetryBackoffLimit(0)
            .build();
    client = WatchCare.client(config, pulse);
    objects = new ObjectLists(client);
    informer = client.configMaps().inNamespace("ns").inform();
    opened(1);
  }

  @AfterEach
  void stop() {
    informer.close();
    client.close();
    server.close();
  }

  private void opened(int watches) {
    Awaitility.await("watch " + watches)
        .untilAsserted(() -> {
          assertThat(server.opened()).isEqualTo(watches);
          assertThat(pulse.silence()).containsOnlyKeys("configmaps");
        });
  }

  private void pass(Duration duration) {
    time.updateAndGet(t -> t.plus(duration));
    pulse.tend(objects);
  }

  @Test
  void theClientSaysNothingOfAStuckWatch() {
    server.put("a", 12);
    time.updateAndGet(t -> t.plus(A_WHILE));
    assertThat(informer.isRunning()).as("why this exists").isTrue();
    assertThat(informer.lastSyncResourceVersion()).isEqualTo("11");
  }

  @Test
  void aSilentWatchIsOpenedAgain() {
    pass(A_WHILE);
    opened(2);
    pass(Duration.ofSeconds(15));
    assertThat(server.opened()).as("not again at once").isEqualTo(2);
    pass(A_WHILE);
    opened(3);
  }

  @Test
  void aWatchThatStaysSilentWhileAnObjectChangesIsStuck() {
    pass(A_WHILE);
    opened(2);
    server.put("a", 12);
    assertThat(pulse.stuck()).isEmpty();
    pass(A_WHILE);
    opened(3);
    assertThat(pulse.stuck()).as("the event may be on its way").isEmpty();
    pass(WatchLine.GRACE);
    assertThat(pulse.stuck())
        .hasValueSatisfying(
            text -> assertThat(text).contains("configmaps").contains("said nothing for 332 s"));
  }

  @Test
  void aDeletionIsAChange() {
    pass(A_WHILE);
    opened(2);
    server.remove("b");
    pass(A_WHILE);
    opened(3);
    pass(WatchLine.GRACE);
    assertThat(pulse.stuck()).isPresent();
  }

  @Test
  void aWatchThatStaysSilentWhileNothingHappensIsQuiet() {
    for (int i = 2; i < 6; i++) {
      pass(A_WHILE);
      opened(i);
      assertThat(pulse.stuck()).isEmpty();
    }
    pass(WatchLine.GRACE);
    assertThat(pulse.stuck()).isEmpty();
    assertThat(pulse.silence().get("configmaps")).isGreaterThan(A_WHILE.multipliedBy(3));
  }

  @Test
  void whatIsHeardEndsTheSilence() throws IOException {
    pass(A_WHILE);
    opened(2);
    server.put("a", 12);
    pass(A_WHILE);
    opened(3);
    server.send("MODIFIED", "a", 12);
    heard();
    Awaitility.await("the event")
        .untilAsserted(() ->
            assertThat(informer.getStore().getByKey("ns/a").getMetadata().getResourceVersion())
                .isEqualTo("12"));
    pass(WatchLine.GRACE);
    assertThat(pulse.stuck()).isEmpty();
    assertThat(server.opened()).isEqualTo(3);
  }

  @Test
  void aBookmarkIsEnough() throws IOException {
    time.updateAndGet(t -> t.plus(Duration.ofSeconds(100)));
    server.send("BOOKMARK", "x", 20);
    heard();
    pass(Duration.ofSeconds(100));
    assertThat(server.opened()).isEqualTo(1);
    assertThat(pulse.silence().get("configmaps")).isEqualTo(Duration.ofSeconds(100));
  }

  private void heard() {
    Awaitility.await("bytes heard")
        .untilAsserted(() -> assertThat(pulse.silence().get("configmaps")).isZero());
  }

  @Test
  void anInformerThatNeverOpensItsWatchAgainIsFoundToo() {
    informer.stop();
    Awaitility.await("stopped").until(() -> !informer.isWatching());
    pass(A_WHILE);
    server.put("a", 12);
    pass(A_WHILE);
    pass(WatchLine.GRACE);
    assertThat(pulse.stuck()).isPresent();
  }

  @Test
  void anApiServerThatIsAwayIsNoReasonToStartAgain() {
    server.close();
    pass(A_WHILE);
    pass(A_WHILE);
    pass(WatchLine.GRACE);
    assertThat(pulse.stuck()).isEmpty();
  }
}
