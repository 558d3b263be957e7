package dev.palisade.policy.seccomp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Parts of the lines about one system call. A filter cannot hold every set of arguments: all
 * comparisons of a line must hold, no two are about one argument, and no line comes before another
 * (libseccomp, seccomp_rule_add(3); runc makes two comparisons of one argument two lines).
 */
public final class Narrowing {
  /** A base says LessThan of numbers of this size, which can be told one by one. */
  private static final long POINTS = 128;

  /** Lines about one system call at most: the kernel takes 4096 instructions for a filter. */
  static final int LINES = 256;

  private Narrowing() {}

  /** No filter holds it; the message says why, to be read after the system call's name. */
  public static final class Unsayable extends Exception {
    private static final long serialVersionUID = 1;

    Unsayable(String message) {
      super(message);
    }
  }

  /**
   * What is left of lines where at least one of {@code any} holds.
   *
   * @param any each with all of its conditions; without conditions it always holds
   */
  public static List<Call> where(List<Call> lines, Collection<List<Condition>> any)
      throws Unsayable {
    return parts(lines, any, true);
  }

  /**
   * What is left of lines where none of {@code any} holds.
   *
   * @param any as of {@link #where}
   */
  public static List<Call> elsewhere(List<Call> lines, Collection<List<Condition>> any)
      throws Unsayable {
    return parts(lines, any, false);
  }

  /**
   * No two lines of the results hold for one call, if none of {@code lines} do: of such that do
   * libseccomp 2.5.4 and 2.6.0 make filters that deny what a line allows.
   */
  private static List<Call> parts(
      List<Call> lines, Collection<List<Condition>> any, boolean isWhere) throws Unsayable {
    // So that the result is the same in whatever order rules come.
    List<List<Condition>> ordered =
        any.stream().sorted(Comparator.comparing(List<Condition>::toString)).toList();
    var parts = new ArrayList<Call>();
    for (Call line : toldApart(lines, any)) {
      Set<List<Condition>> where = new HashSet<>();
      Set<List<Condition>> elsewhere = Set.of(line.when());
      for (List<Condition> each : ordered) {
        Set<List<Condition>> not = new HashSet<>();
        Set<List<Condition>> left = elsewhere;
        for (Condition condition : each) {
          not.addAll(product(left, condition.opposites()));
          left = product(left, List.of(condition));
        }
        where.addAll(left);
        elsewhere = not;
      }
      add(line, isWhere ? where : elsewhere, parts);
    }
    return parts;
  }

  private static void add(Call line, Set<List<Condition>> whens, List<Call> left) throws Unsayable {
    whens.forEach(when -> left.add(new Call(line.name(), line.outcome(), when)));
    limit(left.size());
  }

  private static void limit(int lines) throws Unsayable {
    if (lines > LINES) {
      throw new Unsayable(
          "its args take more than %d lines of a filter; write fewer".formatted(LINES));
    }
  }

  /** What holds where one of each holds. */
  private static Set<List<Condition>> product(
      Collection<List<Condition>> left, List<Condition> more) throws Unsayable {
    var product = new HashSet<List<Condition>>();
    for (List<Condition> some : left) {
      for (Condition one : more) {
        with(some, one).ifPresent(product::add);
      }
    }
    Set<List<Condition>> shortest = shortest(product);
    limit(shortest.size());
    return shortest;
  }

  /** Without those that say more than another: where they hold, that does. */
  private static Set<List<Condition>> shortest(Set<List<Condition>> whens) {
    return whens.stream()
        .filter(w -> parts(w).noneMatch(whens::contains))
        .collect(Collectors.toSet());
  }

  /** Some of them, in their order. */
  private static Stream<List<Condition>> parts(List<Condition> when) {
    return IntStream.range(0, (1 << when.size()) - 1)
        .mapToObj(set ->
            IntStream.range(0, when.size())
                .filter(i -> (set & (1 << i)) != 0)
                .mapToObj(when::get)
                .toList());
  }

  /** All of them at once; empty: never. */
  private static Optional<List<Condition>> with(List<Condition> some, Condition one)
      throws Unsayable {
    Optional<Condition> same = some.stream().filter(c -> c.index() == one.index()).findFirst();
    Optional<Condition> together = same.isEmpty() ? Optional.of(one) : both(same.get(), one);
    return together.map(t ->
        Stream.concat(some.stream().filter(c -> c.index() != one.index()), Stream.of(t))
            .sorted()
            .toList());
  }

  /** Two comparisons of one argument as one; empty: they never hold at once. */
  private static Optional<Condition> both(Condition a, Condition b) throws Unsayable {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (a.opposites().equals(List.of(b))) {
      return Optional.empty();
    }
    if (a.operator() == Operator.EQUAL) {
      return Optional.of(a).filter(e -> b.holds(e.value()));
    }
    if (b.operator() == Operator.EQUAL) {
      return Optional.of(b).filter(e -> a.holds(e.value()));
    }
    if (a.operator() == Operator.MASKED_EQUAL && b.operator() == Operator.MASKED_EQUAL) {
      boolean agree = ((a.value() ^ b.value()) & a.mask() & b.mask()) == 0;
      return Optional.of(Condition.masked(a.index(), a.mask() | b.mask(), a.value() | b.value()))
          .filter(m -> agree);
    }
    throw new Unsayable(
        "argument %d of it would be compared twice, by the base or by two rules, which no filter can hold; leave args out"
            .formatted(a.index()));
  }

  /**
   * Where an argument is asked about, its small numbers stand for themselves; where only others
   * are, blocks of them do, which lines may have in common ({@link #check}).
   */
  private static List<Call> toldApart(List<Call> lines, Collection<List<Condition>> any) {
    Set<Integer> asked =
        any.stream().flatMap(List::stream).map(Condition::index).collect(Collectors.toSet());
    return asked.isEmpty() ? lines : lines.stream().flatMap(l -> toldApart(l, asked)).toList();
  }

  private static Stream<Call> toldApart(Call line, Set<Integer> asked) {
    return line.when().stream()
        .filter(Narrowing::isOfPoints)
        .findFirst()
        .map(range ->
            (asked.contains(range.index()) ? points(range) : blocks(range))
                .map(part -> with(line, range, part)))
        .orElse(Stream.of(line));
  }

  private static boolean isOfPoints(Condition c) {
    return c.operator() == Operator.LESS_THAN && Long.compareUnsigned(c.value(), POINTS) <= 0;
  }

  private static Stream<Condition> points(Condition range) {
    return LongStream.range(0, range.value())
        .mapToObj(v -> Condition.of(range.index(), Operator.EQUAL, v));
  }

  /** The numbers below 38 are 0 to 31, 32 to 35, and 36 and 37: a block for each bit of 38. */
  private static Stream<Condition> blocks(Condition range) {
    return LongStream.range(0, Long.SIZE)
        .map(i -> 1L << i)
        .filter(size -> (range.value() & size) != 0)
        .mapToObj(size -> Condition.masked(range.index(), -size, (range.value() & -size) - size));
  }

  private static Call with(Call line, Condition range, Condition part) {
    return new Call(
        line.name(),
        line.outcome(),
        line.when().stream().map(c -> c.equals(range) ? part : c).toList());
  }

  /**
   * Whether libseccomp can take these lines about one system call. Two lines that begin with the
   * same comparisons, not all of them by Equal or MaskedEqual, and go on in different ways may send
   * libseccomp 2.5.4 and 2.6.0 into an endless loop (seccomp_rule_add): no container would start.
   * It ends where both go on with one argument, and both by order or neither.
   */
  public static void check(List<Call> lines) throws Unsayable {
    for (int i = 0; i < lines.size(); i++) {
      for (Call other : lines.subList(0, i)) {
        if (isEndless(lines.get(i).when(), other.when())) {
          throw new Unsayable(
              "its args make lines that libseccomp cannot take together; compare with Equal or MaskedEqual, or leave args out");
        }
      }
    }
  }

  private static boolean isEndless(List<Condition> a, List<Condition> b) {
    int same = 0;
    while (same < Math.min(a.size(), b.size()) && a.get(same).equals(b.get(same))) {
      same++;
    }
    boolean isOpen =
        a.subList(0, same).stream().anyMatch(c -> isOrder(c) || c.operator() == Operator.NOT_EQUAL);
    return isOpen
        && same < Math.min(a.size(), b.size())
        && (a.get(same).index() != b.get(same).index()
            || isOrder(a.get(same)) != isOrder(b.get(same)));
  }

  private static boolean isOrder(Condition c) {
    return switch (c.operator()) {
      case EQUAL, NOT_EQUAL, MASKED_EQUAL -> false;
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> true;
    };
  }
}
