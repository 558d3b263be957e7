package dev.palisade.conformance;

import dev.palisade.conformance.SyscallQuestion.Abi;
import dev.palisade.policy.Library;
import dev.palisade.policy.seccomp.Call;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What is asked of a filter: every number that x86_64 may have, every name in its other ABIs, and
 * where arguments matter those that just hold and just do not.
 */
final class FilterQuestions {
  /** There are no numbers from here on (unistd_64.h); x32 has its own ones, above 2^30. */
  private static final int NUMBERS = 600;

  /**
   * Newer kernels let these past every filter on x86_64 (kernel/seccomp.c), and end a process that
   * makes them itself.
   */
  static final Set<String> UNFILTERED = Set.of("uretprobe", "uprobe");

  /** On x86 libseccomp has the calls that these stand for decide about some of their arguments. */
  private static final Set<String> MULTIPLEXED = Set.of("socketcall", "ipc");

  private final Random random;

  FilterQuestions(Random random) {
    this.random = random;
  }

  List<SyscallQuestion> of(SeccompFilter filter) {
    var questions = new ArrayList<SyscallQuestion>();
    for (int number = 0; number < NUMBERS; number++) {
      questions.add(new SyscallQuestion(Abi.X86_64, "0%x".formatted(number), anything()));
    }
    for (String name : Library.SYSCALLS.numbers().keySet()) {
      questions.add(new SyscallQuestion(Abi.X32, name, anything()));
      questions.add(new SyscallQuestion(Abi.X86, name, anything()));
    }
    filter.calls().values().stream()
        .flatMap(List::stream)
        .flatMap(this::around)
        .forEach(questions::add);
    questions.removeIf(q -> !isTold(q));
    return questions;
  }

  private static boolean isTold(SyscallQuestion question) {
    return switch (question.abi()) {
      case X86_64 -> question.name().filter(UNFILTERED::contains).isEmpty();
      case X86, X32 -> !MULTIPLEXED.contains(question.call());
    };
  }

  private Stream<SyscallQuestion> around(Call line) {
    return line.when().stream()
        .flatMap(c ->
            values(c)
                .flatMap(value -> {
                  List<Long> arguments = new ArrayList<>(anything());
                  line.when().forEach(other -> arguments.set(other.index(), holding(other)));
                  arguments.set(c.index(), value);
                  return Stream.of(Abi.values())
                      .map(abi -> new SyscallQuestion(abi, line.name(), arguments));
                }));
  }

  private Stream<Long> values(Condition c) {
    long bit = Long.highestOneBit(c.mask() & random.nextLong());
    return LongStream.of(
            c.value() - 1,
            c.value(),
            c.value() + 1,
            c.value() ^ (1L << 32),
            c.value() ^ (1L << 63),
            c.value() ^ bit,
            c.value() | (random.nextLong() & ~c.mask()),
            0,
            -1)
        .boxed();
  }

  /** A number for which it holds, if there is one. */
  private long holding(Condition c) {
    return switch (c.operator()) {
      case EQUAL, LESS_THAN_OR_EQUAL, GREATER_THAN_OR_EQUAL -> c.value();
      case LESS_THAN -> c.value() - 1;
      case NOT_EQUAL, GREATER_THAN -> c.value() + 1;
      case MASKED_EQUAL -> c.value() | (random.nextLong() & ~c.mask());
    };
  }

  private List<Long> anything() {
    return random.longs(Condition.ARGUMENTS).boxed().toList();
  }
}
