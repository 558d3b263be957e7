package dev.palisade.faults;

import dev.palisade.faults.FrameFault.End;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/** A plain request; a watch among them has one line of JSON per event. */
final class HttpPassage extends Passage {
  private final Buffer body;

  HttpPassage(
      HttpServerRequest request, Call call, Buffer body, Upstream upstream, Journal journal) {
    super(request, call, upstream, journal);
    this.body = body;
  }

  @Override
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
}
