package dev.palisade.faults;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.function.Consumer;

/** One request on its way; runs in one event loop. */
abstract class Passage {
  /** Passes the answer on at once. */
  static final Consumer<Runnable> AS_IS = Runnable::run;

  /** Where is written down what passes. */
  interface Journal {
    void log(Exchange exchange, Buffer body);

    WatchStream open(Call call, WatchStream.Sink sink);
  }

  final HttpServerRequest request;
  final Call call;
  final Upstream upstream;
  final Journal journal;

  Passage(HttpServerRequest request, Call call, Upstream upstream, Journal journal) {
    this.request = request;
    this.call = call;
    this.upstream = upstream;
    this.journal = journal;
  }

  /**
   * Sends it to the API server.
   *
   * @param answered gets what passes the answer on to the client
   */
  abstract void through(Consumer<Runnable> answered);

  /** Answers in the API server's place. */
  final void answer(Refusal refusal, Optional<Integer> retryAfter) {
    retryAfter.ifPresent(seconds -> request.response().putHeader("Retry-After", "" + seconds));
    json(refusal.code(), Buffer.buffer(refusal.body()));
  }

  final void answer(Buffer body) {
    json(200, body);
  }

  private void json(int code, Buffer body) {
    request.response().setStatusCode(code).putHeader("Content-Type", "application/json").end(body);
  }

  /** Breaks the connection. Its own close would say goodbye to a WebSocket first. */
  final void breakOff() {
    var _ = ((ConnectionBase) request.connection()).channel().pipeline().firstContext().close();
  }

  final void log(int code, Buffer body) {
    journal.log(new Exchange(call, code, System.nanoTime()), body);
  }

  /** Code and headers of the API server's answer, without those of its connection. */
  final HttpServerResponse head(int code, MultiMap headers) {
    HttpServerResponse response = request.response().setStatusCode(code);
    headers.forEach((name, value) -> {
      if (!Upstream.ofOneConnection(name)) {
        response.headers().add(name, value);
      }
    });
    return response;
  }
}
