package dev.palisade.faults;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The real API server. Requests go there with the headers, the token among them, as they came. */
final class Upstream {
  /** Of one connection, or written anew for the next one (RFC 9110, 7.6.1). */
  private static final Set<String> HOP =
      Set.of(
          "host",
          "connection",
          "upgrade",
          "http2-settings",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "expect");

  private static final int CONNECTIONS = 500;
  private static final int FRAME = 16 << 20;
  private final URI server;
  private final HttpClient requests;
  private final WebSocketClient sockets;

  /**
   * @param ca certificates in PEM, where the server speaks TLS
   */
  Upstream(Vertx vertx, URI server, Optional<String> ca) {
    this.server = server;
    HttpClientOptions options = new HttpClientOptions().setMaxPoolSize(CONNECTIONS);
    WebSocketClientOptions socketOptions =
        new WebSocketClientOptions()
            .setMaxConnections(CONNECTIONS)
            .setMaxFrameSize(FRAME)
            .setMaxMessageSize(FRAME);
    ca.ifPresent(pem -> {
      PemTrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(pem));
      options.setSsl(true).setTrustOptions(trust);
      socketOptions.setSsl(true).setTrustOptions(trust);
    });
    requests = vertx.createHttpClient(options);
    sockets = vertx.createWebSocketClient(socketOptions);
  }

  Future<HttpClientResponse> send(Call call, MultiMap headers, Buffer body) {
    return requests
        .request(
            new RequestOptions()
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setMethod(HttpMethod.valueOf(call.method()))
                .setURI(call.uri())
                .setHeaders(endToEnd(headers)))
        .compose(request -> body.length() == 0 ? request.send() : request.send(body));
  }

  Future<WebSocket> connect(Call call, MultiMap headers) {
    MultiMap own = endToEnd(headers);
    own.names().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("sec-websocket-"))
        .toList()
        .forEach(own::remove);
    return sockets.connect(
        new WebSocketConnectOptions()
            .setHost(server.getHost())
            .setPort(server.getPort())
            .setURI(call.uri())
            .setHeaders(own));
  }

  static boolean ofOneConnection(String header) {
    return HOP.contains(header.toLowerCase(Locale.ROOT));
  }

  private static MultiMap endToEnd(MultiMap headers) {
    MultiMap out = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    HOP.forEach(out::remove);
    return out;
  }
}
