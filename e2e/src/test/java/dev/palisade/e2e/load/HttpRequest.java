package dev.palisade.e2e.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One HTTP GET over a connection of its own, never repeated. {@link java.net.http.HttpClient} is
 * not used here: it keeps connections and repeats a GET whose connection was closed on it, and so
 * would hide what a client without retries sees.
 */
public record HttpRequest(URI uri, Duration timeout) {
  private static final int MAX_ANSWER = 1 << 20;

  /** Status code and body. */
  public record Answer(int status, String body) {}

  /**
   * Connects, asks and reads to the end.
   *
   * @throws IOException if there is no connection, no complete answer in time, or no HTTP in it
   */
  public Answer send() throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), millis);
      socket.getOutputStream().write(head().getBytes(StandardCharsets.US_ASCII));
      return parse(
          new String(socket.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8));
    }
  }

  private String head() {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "GET "
        + uri.getRawPath()
        + query
        + " HTTP/1.0\r\nHost: "
        + uri.getHost()
        + "\r\nConnection: close\r\n\r\n";
  }

  private static Answer parse(String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.")) {
      throw new IOException(
          text.isEmpty() ? "connection closed without an answer" : "cut off: '" + text + "'");
    }
    return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4));
  }
}
