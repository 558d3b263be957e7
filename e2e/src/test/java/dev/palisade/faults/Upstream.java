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
  private final URI server;
  private final HttpClient requests;

  /**
   * @param ca certificates in PEM, where the server speaks TLS
   */
  Upstream(Vertx vertx, URI server, Optional<String> ca) {
    this.server = server;
    HttpClientOptions options = new HttpClientOptions().setMaxPoolSize(CONNECTIONS);
    ca.ifPresent(pem ->
        options
            .setSsl(true)
            .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
    requests = vertx.createHttpClient(options);
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

  static boolean ofOneConnection(String header) {
    return HOP.contains(header.toLowerCase(Locale.ROOT));
  }

  private static MultiMap endToEnd(MultiMap headers) {
    MultiMap out = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    HOP.forEach(out::remove);
    return out;
  }
}
