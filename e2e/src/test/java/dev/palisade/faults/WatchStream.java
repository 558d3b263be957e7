package dev.palisade.faults;

import dev.palisade.faults.FrameFault.End;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/** One watch on its way from the API server to the client; runs in one event loop. */
final class WatchStream {
  /** The client's side. */
  interface Sink {
    void send(String frame);

    /** {@link End#CLOSED} or {@link End#BROKEN}; nothing when it has ended already. */
    void end(End how);
  }

  private final Call call;
  private final Sink sink;
  private final Context loop;
  private final List<FrameRule> rules;
  private final BiConsumer<Call, Frame> log;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final List<Frame> passed = new ArrayList<>();
  private Runnable afterwards = () -> {};
  private boolean holding;
  private boolean over;

  /**
   * @param rules as they are when a frame arrives
   * @param log told of each frame before anything happens to it
   */
  WatchStream(
      Call call, Sink sink, Context loop, List<FrameRule> rules, BiConsumer<Call, Frame> log) {
    this.call = call;
    this.sink = sink;
    this.loop = loop;
    this.rules = rules;
    this.log = log;
  }

  Call call() {
    return call;
  }

  void whenOver(Runnable action) {
    afterwards = action;
  }

  /** A frame from the API server. */
  void receive(String text) {
    Frame frame = Frame.of(text);
    log.accept(call, frame);
    pass(() -> strike(frame));
  }

  /** The API server has ended the watch. */
  void finish() {
    pass(() -> end(End.CLOSED));
  }

  /** Ends the watch now, whatever is held back. */
  void end(End how) {
    if (over) {
      return;
    }
    over = true;
    afterwards.run();
    if (how == End.GONE) {
      sink.send(Frame.gone().text());
    }
    sink.end(how == End.GONE ? End.CLOSED : how);
  }

  private void pass(Runnable step) {
    if (holding) {
      waiting.add(step);
    } else {
      step.run();
    }
  }

  private void strike(Frame frame) {
    for (FrameRule rule : rules) {
      if (rule.strikes(call, frame)) {
        apply(rule.fault(), frame);
        return;
      }
    }
    send(frame);
  }

  private void apply(FrameFault fault, Frame frame) {
    switch (fault) {
      case FrameFault.Dropped() -> {
        // That is all.
      }
      case FrameFault.Torn() -> sink.send(frame.text().substring(0, frame.text().length() / 2));
      case FrameFault.Held held -> {
        holding = true;
        waiting.addFirst(() -> send(frame));
        var _ = held.until().thenRun(() -> loop.runOnContext(ignored -> release()));
      }
      case FrameFault.Replayed(int frames, boolean backwards) -> {
        send(frame);
        List<Frame> again =
            new ArrayList<>(passed.subList(Math.max(0, passed.size() - frames), passed.size()));
        if (backwards) {
          Collections.reverse(again);
        }
        again.forEach(f -> sink.send(f.text()));
      }
      case FrameFault.Ended(End how) -> {
        send(frame);
        end(how);
      }
    }
  }

  private void send(Frame frame) {
    if (!over) {
      if (frame.news()) {
        passed.add(frame);
      }
      sink.send(frame.text());
    }
  }

  private void release() {
    holding = false;
    while (!holding && !waiting.isEmpty()) {
      waiting.poll().run();
    }
  }
}
