package dev.palisade.node.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.kube.Backoff;
import dev.palisade.node.kube.FakeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReporterTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  @TempDir Path credentials;
  private FakeApi api;
  private Reporter reporter;
  private long version = 100;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi(credentials, this::answer);
    reporter = new Reporter(api.client(), "n1", new Backoff(() -> 0), Checkpoint.NONE);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /** Gives back what was applied, as the API server does. */
  private FakeApi.Answer answer(FakeApi.Request request) {
    if (request.line().equals("GET /api/v1/nodes/n1")) {
      return FakeApi.Answer.of(200, "{\"metadata\":{\"uid\":\"node-uid\"}}");
    }
    String status =
        new String(JsonText.write(applied(request).at("status")), StandardCharsets.UTF_8);
    return FakeApi.Answer.of(
        200,
        "{\"metadata\":{\"resourceVersion\":\"%d\"},\"status\":%s}".formatted(++version, status));
  }

  private static Json applied(FakeApi.Request request) {
    try {
      return JsonText.parse(request.body().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Json status(String pods, int denials) {
    return Fixtures.json("{'pods': '%s', 'denials': %d}".formatted(pods, denials));
  }

  private long writes() {
    return api.lines().stream().filter(l -> l.startsWith("PATCH")).count();
  }

  @Test
  void theFirstReportIsOneApplyWithTheNodeAsOwner() {
    assertThat(reporter.hasReported()).isFalse();
    assertThat(reporter.offer(status("a", 0), T)).isEmpty();
    assertThat(reporter.hasReported()).isTrue();
    assertThat(api.lines())
        .containsExactly(
            "GET /api/v1/nodes/n1",
            "PATCH"
                + " /apis/palisade.dev/v1alpha1/nodesecuritystates/n1?force=true&fieldManager=palisade-helper");
    Json object = applied(api.requests.get(1));
    assertThat(object.text("metadata", "name")).isEqualTo("n1");
    assertThat(object.items("metadata", "ownerReferences"))
        .containsExactly(
            Fixtures.json("{'apiVersion': 'v1', 'kind': 'Node', 'name': 'n1', 'uid': 'node-uid'}"));
    assertThat(object.at("status")).isEqualTo(status("a", 0));
  }

  @Test
  void withoutAChangeNothingIsWrittenHoweverLate() {
    reporter.offer(status("a", 0), T);
    assertThat(reporter.offer(status("a", 0), T.plusSeconds(100_000))).isEmpty();
    assertThat(writes()).isEqualTo(1);
  }

  @Test
  void aChangeIsWrittenAtOnceTheNextOneIsHeldBack() {
    reporter.offer(status("a", 0), T);
    assertThat(reporter.offer(status("b", 0), T.plusSeconds(60))).isEmpty();
    assertThat(reporter.offer(status("c", 0), T.plusMillis(60_300))).contains(T.plusSeconds(61));
    assertThat(writes()).isEqualTo(2);
    assertThat(reporter.offer(status("d", 0), T.plusSeconds(61))).isEmpty();
    assertThat(writes()).isEqualTo(3);
  }

  @Test
  void countsOfDenialsWaitLonger() {
    reporter.offer(status("a", 0), T);
    assertThat(reporter.offer(status("a", 1), T.plusSeconds(2))).contains(T.plusSeconds(10));
    assertThat(reporter.offer(status("b", 2), T.plusSeconds(3))).isEmpty();
    assertThat(writes()).isEqualTo(2);
  }

  @Test
  void aRefusedWriteIsTriedAgainAfterAWhileAndAsksForTheNodeAnew() {
    api.script(r -> FakeApi.Answer.of(500, "{\"message\":\"no\"}"));
    Instant again = reporter.offer(status("a", 0), T).orElseThrow();
    assertThat(again).isAfter(T);
    api.script(this::answer);
    assertThat(reporter.offer(status("a", 0), again)).isEmpty();
    assertThat(writes()).isEqualTo(1);
  }

  @Test
  void theEchoOfOnesOwnWriteIsNoReasonToWrite() {
    reporter.offer(status("a", 0), T);
    reporter.observe(Optional.of(new OwnState(50, status("older", 0))));
    reporter.observe(Optional.of(new OwnState(101, status("a", 0))));
    reporter.offer(status("a", 0), T.plusSeconds(60));
    assertThat(writes()).isEqualTo(1);
  }

  @Test
  void whatOthersAlterOrDeleteIsWrittenAgain() {
    reporter.offer(status("a", 0), T);
    reporter.observe(Optional.of(new OwnState(900, status("forged", 0))));
    reporter.offer(status("a", 0), T.plusSeconds(60));
    assertThat(writes()).isEqualTo(2);
    reporter.observe(Optional.empty());
    reporter.offer(status("a", 0), T.plusSeconds(120));
    assertThat(writes()).isEqualTo(3);
    reporter.observe(Optional.empty());
    reporter.offer(status("a", 0), T.plusSeconds(180));
    assertThat(writes()).isEqualTo(3);
  }

  @Test
  void sinceIsTakenOverWithinOneBootAndReasonOnly() {
    Json own =
        Fixtures.json(
            "{'bootID': 'b', 'appArmor': {'reason': 'Capable', 'since': '2026-01-01T00:00:00Z'}}");
    var state = new OwnState(1, own);
    assertThat(state.since("b", "appArmor", "Capable")).contains(T);
    assertThat(state.since("other", "appArmor", "Capable")).isEmpty();
    assertThat(state.since("b", "appArmor", "PolicyLocked")).isEmpty();
    assertThat(state.since("b", "devices", "Capable")).isEmpty();
    assertThat(
            new OwnState(1, Fixtures.json("{'bootID': 'b', 'appArmor': {'reason': 'x'}}"))
                .since("b", "appArmor", "x"))
        .isEmpty();
  }
}
