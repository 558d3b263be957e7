package dev.palisade.node.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.node.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeClientTest {
  @TempDir Path credentials;

  @Test
  void aListFollowsItsPages() throws IOException {
    try (var api =
        new FakeApi(
            credentials,
            r ->
                FakeApi.Answer.of(
                    200,
                    r.line().contains("continue=a%2Bb")
                        ? "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[{\"b\":2}]}"
                        : "{\"metadata\":{\"continue\":\"a+b\"},\"items\":[{\"a\":1}]}"))) {
      KubeClient.Listing listing = api.client().list("/api/v1/pods", "fieldSelector=x");
      assertThat(listing.items())
          .containsExactly(Fixtures.json("{'a': 1}"), Fixtures.json("{'b': 2}"));
      assertThat(listing.resourceVersion()).isEqualTo("5");
      assertThat(api.lines())
          .containsExactly(
              "GET /api/v1/pods?limit=40&fieldSelector=x",
              "GET /api/v1/pods?limit=40&fieldSelector=x&continue=a%2Bb");
    }
  }

  @Test
  void anExpiredPageStartsTheListAgain() throws IOException {
    var calls = new AtomicInteger();
    try (var api =
        new FakeApi(
            credentials,
            r ->
                switch (calls.getAndIncrement()) {
                  case 0 ->
                      FakeApi.Answer.of(200, "{\"metadata\":{\"continue\":\"t\"},\"items\":[{}]}");
                  case 1 -> FakeApi.Answer.of(410, "{\"message\":\"too old\"}");
                  default -> FakeApi.Answer.of(200, "{\"items\":[{},{}]}");
                })) {
      assertThat(api.client().list("/x", "").items()).hasSize(2);
    }
  }

  @Test
  void aRefusalNamesRequestCodeAndMessage() throws IOException {
    try (var api =
        new FakeApi(credentials, r -> FakeApi.Answer.of(403, "{\"message\":\"no such right\"}"))) {
      assertThatThrownBy(() -> api.client().get("/api/v1/nodes/n1"))
          .isInstanceOf(KubeException.class)
          .hasMessage("GET /api/v1/nodes/n1: 403 no such right");
    }
  }

  @Test
  void aServerThatIsAwayIsAnError() throws IOException {
    KubeClient client;
    try (var api = new FakeApi(credentials, r -> FakeApi.Answer.of(200, "{}"))) {
      client = api.client();
    }
    assertThatThrownBy(() -> client.get("/api/v1/nodes/n1"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("GET /api/v1/nodes/n1: ");
  }

  @Test
  void aBodyThatBreaksOffIsAnError() throws IOException {
    try (var api =
        new FakeApi(
            credentials,
            r -> new FakeApi.Answer(200, java.util.List.of("{\"items\":["), false, true))) {
      assertThatThrownBy(() -> api.client().list("/x", "")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theTokenIsReadForEachRequest() throws IOException {
    try (var api = new FakeApi(credentials, r -> FakeApi.Answer.of(200, "{}"))) {
      KubeClient client = api.client();
      client.get("/a");
      Files.writeString(credentials.resolve("token"), "second\n");
      client.get("/b");
      assertThat(api.requests.stream().map(FakeApi.Request::authorization))
          .containsExactly("Bearer first", "Bearer second");
    }
  }
}
