package dev.palisade.faults;

import dev.palisade.faults.FrameFault.End;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.parsetools.RecordParser;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One request on its way; a watch among them has one line of JSON per event. Runs in one event
 * loop.
 */
final class Passage {
  /** Passes the answer on at once. */
  static final Consumer<Runnable> AS_IS = Runnable::run;

  /** Where is written down what passes. */
  interface Journal {
    void log(Exchange exchange, Buffer body);

    WatchStream open(Call call, WatchStream.Sink sink);
  }

  private final HttpServerRequest request;
  private final Call call;
  private final Buffer body;
  private final Upstream upstream;
  private final Journal journal;

  Passage(HttpServerRequest request, Call call, Buffer body, Upstream upstream, Journal journal) {
    this.request = request;
    this.call = call;
    this.body = body;
    this.upstream = upstream;
    this.journal = journal;
  }

  /**
   * Sends it to the API server.
   *
   * @param answered gets what passes the answer on to the client
   */
  void through(Consumer<Runnable> answered) {
    upstream
        .send(call, request.headers(), body)
        .onSuccess(response -> {
          if (call.watches() && response.statusCode() == 200) {
            response.pause();
            log(response.statusCode(), Buffer.buffer());
            answered.accept(() -> stream(response));
          } else {
            response
                .body()
                .onSuccess(content -> {
                  log(response.statusCode(), content);
                  answered.accept(
                      () -> head(response.statusCode(), response.headers()).end(content));
                })
                .onFailure(broken -> breakOff());
          }
        })
        .onFailure(unreachable -> breakOff());
  }

  private void stream(HttpClientResponse source) {
    HttpServerResponse target = head(source.statusCode(), source.headers()).setChunked(true);
    WatchStream stream =
        journal.open(
            call,
            new WatchStream.Sink() {
              @Override
              public void send(String frame) {
                target.write(frame + "\n");
              }

              @Override
              public void end(End how) {
                source.request().connection().close();
                if (how == End.CLOSED) {
                  target.end();
                } else {
                  breakOff();
                }
              }
            });
    target.closeHandler(ignored -> stream.end(End.BROKEN));
    source.exceptionHandler(ignored -> stream.finish());
    source.endHandler(ignored -> stream.finish());
    source.handler(
        RecordParser.newDelimited(
            "\n",
            line -> {
              if (line.length() > 0) {
                stream.receive(line.toString());
              }
            }));
    target.writeHead();
    source.resume();
  }

  /** Answers in the API server's place. */
  void answer(Refusal refusal, Optional<Integer> retryAfter) {
    retryAfter.ifPresent(seconds -> request.response().putHeader("Retry-After", "" + seconds));
    json(refusal.code(), Buffer.buffer(refusal.body()));
  }

  void answer(Buffer body) {
    json(200, body);
  }

  private void json(int code, Buffer body) {
    request.response().setStatusCode(code).putHeader("Content-Type", "application/json").end(body);
  }

  /** Breaks the connection, so that nothing more is said on it. */
  void breakOff() {
    var _ = ((ConnectionBase) request.connection()).channel().pipeline().firstContext().close();
  }

  private void log(int code, Buffer body) {
    journal.log(new Exchange(call, code, System.nanoTime()), body);
  }

  /** Code and headers of the API server's answer, without those of its connection. */
  private HttpServerResponse head(int code, MultiMap headers) {
    HttpServerResponse response = request.response().setStatusCode(code);
    headers.forEach((name, value) -> {
      if (!Upstream.ofOneConnection(name)) {
        response.headers().add(name, value);
      }
    });
    return response;
  }
}
