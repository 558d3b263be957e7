package dev.palisade.faults;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A watch as it is on the wire (RFC 9112), for how a connection ends. */
final class RawWatch implements AutoCloseable {
  private final Socket socket;

  RawWatch(URI server, String path, Duration limit) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout((int) limit.toMillis());
    String request =
        """
        GET %s?watch=true HTTP/1.1
        Host: %s

        """
            .formatted(path, server.getAuthority());
    socket
        .getOutputStream()
        .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * All that comes until the connection ends, a byte a character.
   *
   * @throws java.net.SocketTimeoutException if it does not end
   */
  String rest() throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        all.append((char) b);
      }
    } catch (SocketException reset) {
      // An end as well, and a rude one.
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
