package dev.palisade.policy.meaning;

import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Arguments at which conditions may begin or cease to hold. */
final class ArgumentSearch {
  /** Of one argument at most. */
  private static final int VALUES = 1000;

  private ArgumentSearch() {}

  /** Sets of arguments, all of a call each; lazily, for there may be many. */
  static Stream<List<Long>> of(List<Condition> conditions) {
    Stream<List<Long>> sets = Stream.of(List.of());
    for (List<Long> values :
        IntStream.range(0, Condition.ARGUMENTS).mapToObj(i -> values(i, conditions)).toList()) {
      sets = sets.flatMap(s -> values.stream().map(v -> with(s, v)));
    }
    return sets;
  }

  private static List<Long> with(List<Long> some, long one) {
    return Stream.concat(some.stream(), Stream.of(one)).toList();
  }

  /** The numbers of an argument's conditions and those beside them; under each mask, too. */
  private static List<Long> values(int index, List<Condition> conditions) {
    List<Condition> about = conditions.stream().filter(c -> c.index() == index).toList();
    SortedSet<Long> values = new TreeSet<>();
    values.add(0L);
    for (Condition condition : about) {
      long value = condition.value();
      values.addAll(List.of(value, value - 1, value + 1));
    }
    about.stream()
        .filter(c -> c.operator() == Operator.MASKED_EQUAL)
        .forEach(c -> underMask(c, values));
    return values.stream().limit(VALUES).toList();
  }

  private static void underMask(Condition condition, SortedSet<Long> values) {
    for (long value : values.stream().limit(VALUES).toList()) {
      long others = value & ~condition.mask();
      values.add(others | condition.value());
      values.add(others | (~condition.value() & condition.mask()));
    }
  }
}
