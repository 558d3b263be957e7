package dev.palisade.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void answeredRequestsAreNotFailures() throws IOException {
    LoadReport report = against(new AtomicInteger(Integer.MAX_VALUE));

    assertThat(report.failures()).isEmpty();
    assertThat(report.perSecond()).isBetween(30.0, 60.0);
    assertThat(report.sentBetween(report.from(), report.to())).isEqualTo(report.sent().size());
  }

  @Test
  void everyOtherStatusIsAFailure() throws IOException {
    LoadReport report = against(new AtomicInteger(10));

    assertThat(report.failures()).hasSize(report.sent().size() - 10);
    assertThat(report.failures()).allSatisfy(f -> assertThat(f.failure()).contains("status 503"));
  }

  @Test
  void connectionClosedWithoutAnswerIsAFailure() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Thread.ofVirtual().start(() -> closeEachConnection(server));
      LoadReport report = send(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));

      assertThat(report.failures()).hasSameSizeAs(report.sent());
    }
  }

  private static LoadReport against(AtomicInteger good) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 50);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(good.getAndDecrement() > 0 ? 200 : 503, -1);
          exchange.close();
        });
    server.start();
    try {
      return send(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    } finally {
      server.stop(0);
    }
  }

  private static LoadReport send(URI uri) {
    try (LoadGenerator load = LoadGenerator.start(uri, 50)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> load.ended() >= 50);
      return load.stop();
    }
  }

  private static void closeEachConnection(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.setSoLinger(true, 0);
        }
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }
}
