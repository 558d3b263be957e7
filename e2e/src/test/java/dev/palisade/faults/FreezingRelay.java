package dev.palisade.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes bytes on between a client and a server, and can go silent as a network does that has lost
 * a connection: nothing comes any more, and nobody is told. New connections are passed on.
 */
public final class FreezingRelay implements AutoCloseable {
  private final ServerSocket listening;
  private final int server;
  private final Set<Passed> open = ConcurrentHashMap.newKeySet();

  private FreezingRelay(ServerSocket listening, int server) {
    this.listening = listening;
    this.server = server;
  }

  /** The two sockets of a connection. */
  private static final class Passed {
    private final Socket client;
    private final Socket server;
    private volatile boolean frozen;

    private Passed(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }
  }

  /**
   * Begins to listen on this machine.
   *
   * @param server a port of this machine
   */
  public static FreezingRelay to(int server) throws IOException {
    var relay =
        new FreezingRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    Thread.ofPlatform().daemon().name("relay").start(relay::accept);
    return relay;
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Nothing of the connections that are open now is passed on any more; none of them is closed. */
  public void freeze() {
    open.forEach(passed -> passed.frozen = true);
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket client = listening.accept();
        var passed = new Passed(client, new Socket(InetAddress.getLoopbackAddress(), server));
        open.add(passed);
        Thread.ofPlatform().daemon().start(() -> pass(passed, passed.client, passed.server));
        Thread.ofPlatform().daemon().start(() -> pass(passed, passed.server, passed.client));
      }
    } catch (IOException e) {
      if (!listening.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void pass(Passed passed, Socket from, Socket to) {
    var bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (!passed.frozen) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException ended) {
      // By one of the two, as connections do.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Passed passed : open) {
      passed.client.close();
      passed.server.close();
    }
  }
}
