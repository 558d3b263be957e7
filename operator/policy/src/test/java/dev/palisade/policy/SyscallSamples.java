package dev.palisade.policy;

import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules about system calls and arguments of them by chance, of few numbers, so that they meet. */
public final class SyscallSamples {
  /**
   * Whole on the list, on it for some arguments, not on it, failing with an errno of its own, and
   * needed by a runtime.
   */
  public static final List<String> CALLS =
      List.of("ptrace", "ioctl", "socket", "personality", "clone", "bpf", "clone3", "prctl");

  private static final List<Long> NUMBERS =
      List.of(0L, 1L, 2L, 8L, 16L, 37L, 38L, 39L, 40L, 46L, 131_072L, 0x1000_0000L, 0xffff_ffffL);

  private static final List<Operator> OPERATORS = List.of(Operator.values());
  private static final List<Action> ACTIONS = List.of(Action.values());

  private final Random random;

  public SyscallSamples(long seed) {
    random = new Random(seed);
  }

  public List<SyscallRule> rules() {
    int denyingOnly = random.nextInt(3);
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(i ->
            new SyscallRule(
                "r" + i, denyingOnly == 0 ? Action.DENY : one(ACTIONS), calls(), when()))
        .toList();
  }

  /** The same rules, of which the cluster has some of those that deny. */
  public static List<SyscallRule> someOfTheCluster(List<SyscallRule> rules, long seed) {
    var random = new Random(seed);
    return rules.stream()
        .map(r ->
            r.action() == Action.DENY && random.nextBoolean()
                ? new SyscallRule(
                    r.name(),
                    r.action(),
                    r.calls(),
                    r.when(),
                    "ClusterSecurityPolicy/baseline/" + r.origin())
                : r)
        .toList();
  }

  private SortedSet<String> calls() {
    return new TreeSet<>(List.of(one(CALLS), one(CALLS)));
  }

  /** About one argument each. */
  public List<Condition> when() {
    var when = new ArrayList<Condition>();
    for (int index : List.of(0, 1)) {
      if (random.nextInt(3) > 0) {
        when.add(condition(index));
      }
    }
    return when;
  }

  private Condition condition(int index) {
    Operator operator = one(OPERATORS);
    long value = one(NUMBERS);
    if (operator != Operator.MASKED_EQUAL) {
      return Condition.of(index, operator, value);
    }
    long mask = one(NUMBERS) | (1L << random.nextInt(8));
    return Condition.masked(index, mask, value & mask);
  }

  /** All arguments of a call. */
  public List<Long> arguments() {
    return Stream.concat(
            Stream.generate(this::number).limit(2),
            Stream.generate(() -> 0L).limit(Condition.ARGUMENTS - 2))
        .toList();
  }

  private long number() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> {
        long some = one(NUMBERS);
        yield some | one(NUMBERS);
      }
      default -> one(NUMBERS) + random.nextInt(3) - 1;
    };
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
