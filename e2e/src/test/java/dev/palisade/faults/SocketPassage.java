package dev.palisade.faults;

import dev.palisade.faults.FrameFault.End;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import java.util.Optional;
import java.util.function.Consumer;

/** A watch over a WebSocket: one text message per event. */
final class SocketPassage extends Passage {
  SocketPassage(HttpServerRequest request, Call call, Upstream upstream, Journal journal) {
    super(request, call, upstream, journal);
  }

  @Override
  void through(Consumer<Runnable> answered) {
    upstream
        .connect(call, request.headers())
        .onSuccess(source -> {
          source.pause();
          log(101, Buffer.buffer());
          answered.accept(() -> accept(source));
        })
        .onFailure(e -> {
          if (e instanceof UpgradeRejectedException rejected) {
            log(rejected.getStatus(), Buffer.buffer());
            answered.accept(() ->
                head(rejected.getStatus(), rejected.getHeaders())
                    .end(Optional.ofNullable(rejected.getBody()).orElse(Buffer.buffer())));
          } else {
            breakOff();
          }
        });
  }

  private void accept(WebSocket source) {
    request
        .toWebSocket()
        .onFailure(gone -> source.close())
        .onSuccess(target -> {
          WatchStream stream =
              journal.open(
                  call,
                  new WatchStream.Sink() {
                    @Override
                    public void send(String frame) {
                      target.writeTextMessage(frame);
                    }

                    @Override
                    public void end(End how) {
                      source.close();
                      if (how == End.CLOSED) {
                        target.close();
                      } else {
                        breakOff();
                      }
                    }
                  });
          target.closeHandler(ignored -> stream.end(End.BROKEN));
          target.exceptionHandler(ignored -> stream.end(End.BROKEN));
          source.textMessageHandler(stream::receive);
          source.exceptionHandler(ignored -> stream.finish());
          source.closeHandler(ignored -> stream.finish());
          source.resume();
        });
  }
}
