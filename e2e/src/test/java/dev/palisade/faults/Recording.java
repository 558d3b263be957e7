package dev.palisade.faults;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The first answer to each request of a sort, to be given again later. */
public final class Recording {
  private final Predicate<Call> which;
  private final Map<String, Buffer> answers = new ConcurrentHashMap<>();

  public Recording(Predicate<Call> which) {
    this.which = which;
  }

  void note(Call call, int code, Buffer body) {
    if (code == 200 && which.test(call)) {
      answers.putIfAbsent(call.uri(), body);
    }
  }

  Optional<Buffer> of(Call call) {
    return Optional.ofNullable(answers.get(call.uri()));
  }

  /** How many answers it holds. */
  public int size() {
    return answers.size();
  }
}
