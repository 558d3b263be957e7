package dev.palisade.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final AtomicReference<Optional<String>> unhealthy =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<String>> metrics = new AtomicReference<>(Optional.empty());

  private static HttpResponse<String> get(HealthServer server, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void eachPathAnswersForItself() throws Exception {
    try (HealthServer server =
        new HealthServer(0, unhealthy::get, () -> Optional.of("not started"), metrics::get)) {
      assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(server, "/healthz").body()).isEqualTo("ok\n");
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(server, "/readyz").body()).isEqualTo("not started\n");
      assertThat(get(server, "/metrics").statusCode()).isEqualTo(503);

      unhealthy.set(Optional.of("the watch of deployments has said nothing"));
      metrics.set(Optional.of("palisade_leader 1.0\n"));
      assertThat(get(server, "/healthz").statusCode()).isEqualTo(503);
      assertThat(get(server, "/healthz").body())
          .isEqualTo("the watch of deployments has said nothing\n");
      HttpResponse<String> scraped = get(server, "/metrics");
      assertThat(scraped.statusCode()).isEqualTo(200);
      assertThat(scraped.body()).isEqualTo("palisade_leader 1.0\n");
      assertThat(scraped.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
    }
  }
}
