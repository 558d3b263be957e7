package dev.palisade.faults;

import dev.palisade.faults.FrameFault.End;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Stands between one client and an API server: plain HTTP on a port of the loopback interface, to
 * the client's real token's rights. Without rules everything passes as it is. WebSockets are not
 * understood: the operator's client watches over HTTP.
 */
public final class FaultProxy implements AutoCloseable {
  /** A frame that the API server sent, and in which watch. */
  public record Received(Call call, Frame frame) {}

  private static final String HOST = "127.0.0.1";
  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(1)
              .setUseDaemonThread(true)
              .setFileSystemOptions(
                  new FileSystemOptions()
                      .setClassPathResolvingEnabled(false)
                      .setFileCachingEnabled(false)));
  private final Context loop = vertx.getOrCreateContext();
  private final Upstream upstream;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<FrameRule> frameRules = new CopyOnWriteArrayList<>();
  private final List<Recording> recordings = new CopyOnWriteArrayList<>();
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final List<Received> frames = new CopyOnWriteArrayList<>();
  private final Set<WatchStream> streams = ConcurrentHashMap.newKeySet();
  private final Passage.Journal journal = new Log();
  private final int port;
  private HttpServer server;

  /**
   * Starts it.
   *
   * @param ca certificates in PEM, where the server speaks TLS
   */
  public FaultProxy(URI server, Optional<String> ca) {
    upstream = new Upstream(vertx, server, ca);
    this.server = listen(0);
    port = this.server.actualPort();
  }

  public URI url() {
    return URI.create("http://" + HOST + ":" + port);
  }

  /** From now on; of several rules that strike one request the first one does. */
  public Rule add(Rule rule) {
    rules.add(rule);
    return rule;
  }

  /** From now on, in streams that are open as well. */
  public FrameRule add(FrameRule rule) {
    frameRules.add(rule);
    return rule;
  }

  /** Keeps the first answers from now on. */
  public Recording record(Predicate<Call> which) {
    Recording recording = new Recording(which);
    recordings.add(recording);
    return recording;
  }

  /** No more faults, but for frames that are held. */
  public void heal() {
    rules.clear();
    frameRules.clear();
  }

  /** Requests that the API server has answered, in this order; a watch when it has begun. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** Changes that were carried out, in this order. */
  public List<Exchange> writes() {
    return exchanges.stream().filter(Exchange::wrote).toList();
  }

  /** All frames that the API server has sent. */
  public List<Received> frames() {
    return List.copyOf(frames);
  }

  /** What each open watch is about ({@link Call#kind}), sorted. */
  public List<String> watches() {
    return streams.stream().map(stream -> stream.call().kind()).sorted().toList();
  }

  /** Ends open watches now. */
  public void end(Predicate<Call> watches, End how) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(ignored -> {
      List.copyOf(streams).stream()
          .filter(stream -> watches.test(stream.call()))
          .forEach(stream -> stream.end(how));
      done.complete();
    });
    await(done.future());
  }

  /** Breaks all connections and refuses new ones. */
  public void down() {
    await(server.close());
  }

  /** Takes connections again, on the same port. */
  public void up() {
    server = listen(port);
  }

  private HttpServer listen(int wanted) {
    return await(
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(HOST)
                    .setPort(wanted)
                    .setHttp2ClearTextEnabled(false)
                    .setMaxInitialLineLength(1 << 16))
            .requestHandler(this::serve)
            .listen());
  }

  private void serve(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          Call call = new Call(request.method().name(), request.uri(), body.toString());
          struck(call, new Passage(request, call, body, upstream, journal));
        });
  }

  private void struck(Call call, Passage passage) {
    Optional<Fault> fault =
        rules.stream().filter(rule -> rule.strikes(call)).findFirst().map(Rule::fault);
    switch (fault.orElse(null)) {
      case null -> passage.through(Passage.AS_IS);
      case Fault.Refused(int code, Optional<Integer> retryAfter) ->
          passage.answer(Refusal.of(code), retryAfter);
      case Fault.NotSent() -> passage.breakOff();
      case Fault.AnswerLost() -> passage.through(ignored -> passage.breakOff());
      case Fault.AnsweredWith(int code) ->
          passage.through(ignored -> passage.answer(Refusal.of(code), Optional.empty()));
      case Fault.Delayed delayed ->
          vertx.setTimer(
              Math.max(1, delayed.by().toMillis()), ignored -> passage.through(Passage.AS_IS));
      case Fault.AnswerHeld held ->
          passage.through(answer -> {
            var _ = held.until().thenRun(() -> loop.runOnContext(ignored -> answer.run()));
          });
      case Fault.FromThePast(Recording recording) ->
          recording.of(call).ifPresentOrElse(passage::answer, () -> passage.through(Passage.AS_IS));
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private final class Log implements Passage.Journal {
    @Override
    public void log(Exchange exchange, Buffer body) {
      exchanges.add(exchange);
      recordings.forEach(r -> r.note(exchange.call(), exchange.code(), body));
    }

    @Override
    public WatchStream open(Call call, WatchStream.Sink sink) {
      WatchStream stream =
          new WatchStream(
              call, sink, loop, frameRules, (c, frame) -> frames.add(new Received(c, frame)));
      streams.add(stream);
      stream.whenOver(() -> streams.remove(stream));
      return stream;
    }
  }
}
