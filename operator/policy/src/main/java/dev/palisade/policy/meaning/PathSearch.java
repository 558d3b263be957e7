package dev.palisade.policy.meaning;

import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.GlobAutomaton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for a path that one pattern matches and that of others matches just such as are wanted. The
 * patterns run side by side, and their common automaton is made as far as it is walked: a step for
 * each way in which any of them tells bytes apart. What no kernel path is (an empty segment, one or
 * two dots) is left out: patterns that differ only there mean the same.
 */
final class PathSearch {
  /** Of the common automaton; what needs more is called undecided. */
  static final int MAX_STATES = 50_000;

  sealed interface Outcome {
    /** The shortest such path. */
    record Found(String path) implements Outcome {}

    record None() implements Outcome {}

    record Undecided() implements Outcome {}
  }

  /** What the segment that is being read looks like. */
  private enum Segment {
    EMPTY,
    DOT,
    DOTS,
    NAME
  }

  /** First of {@code at} is the pattern that has to match. */
  private record State(List<BitSet> at, Segment segment) {}

  private record Step(State before, int b) {}

  private final List<GlobAutomaton> automata = new ArrayList<>();
  private final List<Integer> bytes;

  /**
   * Prepares a search.
   *
   * @param within what every path that is found matches
   */
  PathSearch(Glob within, List<Glob> others) {
    automata.add(new GlobAutomaton(within));
    others.forEach(other -> automata.add(new GlobAutomaton(other)));
    bytes = representatives();
  }

  /**
   * The shortest path, by breadth first.
   *
   * @param wanted gets which of the other patterns match, by their number
   */
  Outcome find(Predicate<BitSet> wanted) {
    var start = new State(automata.stream().map(GlobAutomaton::start).toList(), Segment.NAME);
    Map<State, Optional<Step>> seen = new LinkedHashMap<>();
    seen.put(start, Optional.empty());
    var queue = new ArrayDeque<State>(List.of(start));
    while (!queue.isEmpty()) {
      State state = queue.remove();
      if (isPath(state) && wanted.test(matching(state))) {
        return new Outcome.Found(path(state, seen));
      }
      for (int b : bytes) {
        Optional<State> next = next(state, b);
        if (next.isPresent()
            && seen.putIfAbsent(next.get(), Optional.of(new Step(state, b))) == null) {
          if (seen.size() > MAX_STATES) {
            return new Outcome.Undecided();
          }
          queue.add(next.get());
        }
      }
    }
    return new Outcome.None();
  }

  /** Which of the patterns match a path, by their number. */
  static BitSet matching(List<Glob> patterns, String path) {
    var matching = new BitSet();
    IntStream.range(0, patterns.size())
        .filter(i -> patterns.get(i).matches(path))
        .forEach(matching::set);
    return matching;
  }

  /**
   * A path for each set of the patterns that some path matches.
   *
   * @param patterns few, else not every set is reached
   */
  static Stream<String> representatives(List<Glob> patterns) {
    var found = Stream.<String>builder();
    for (Glob within : patterns) {
      var search = new PathSearch(within, patterns);
      Set<BitSet> seen = new HashSet<>();
      while (search.find(matching -> !seen.contains(matching) && remember(matching, seen))
          instanceof Outcome.Found(String path)) {
        found.add(path);
      }
    }
    return found.build();
  }

  private static boolean remember(BitSet matching, Set<BitSet> seen) {
    return seen.add((BitSet) matching.clone());
  }

  private boolean isPath(State state) {
    return automata.getFirst().accepts(state.at().getFirst())
        && state.segment() != Segment.DOT
        && state.segment() != Segment.DOTS;
  }

  private BitSet matching(State state) {
    var matching = new BitSet();
    IntStream.range(1, automata.size())
        .filter(i -> automata.get(i).accepts(state.at().get(i)))
        .forEach(i -> matching.set(i - 1));
    return matching;
  }

  private Optional<State> next(State state, int b) {
    Optional<Segment> segment = next(state.segment(), b);
    BitSet first = automata.getFirst().next(state.at().getFirst(), b);
    if (segment.isEmpty() || first.isEmpty()) {
      return Optional.empty();
    }
    var at = new ArrayList<BitSet>(automata.size());
    at.add(first);
    for (int i = 1; i < automata.size(); i++) {
      BitSet before = state.at().get(i);
      at.add(before.isEmpty() ? before : automata.get(i).next(before, b));
    }
    return Optional.of(new State(at, segment.get()));
  }

  private static Optional<Segment> next(Segment segment, int b) {
    if (b == '/') {
      return segment == Segment.NAME ? Optional.of(Segment.EMPTY) : Optional.empty();
    }
    if (b != '.') {
      return Optional.of(Segment.NAME);
    }
    return Optional.of(
        switch (segment) {
          case EMPTY -> Segment.DOT;
          case DOT -> Segment.DOTS;
          case DOTS, NAME -> Segment.NAME;
        });
  }

  private static String path(State end, Map<State, Optional<Step>> seen) {
    var path = new StringBuilder();
    for (Optional<Step> step = seen.get(end);
        step.isPresent();
        step = seen.get(step.get().before())) {
      path.append((char) step.get().b());
    }
    return path.reverse().toString();
  }

  /** One byte of each kind that no pattern tells from another, those that read well first. */
  private List<Integer> representatives() {
    List<BitSet> distinctions =
        automata.stream().flatMap(GlobAutomaton::distinctions).distinct().toList();
    Set<BitSet> seen = new HashSet<>();
    var chosen = new ArrayList<Integer>();
    IntStream.range(1, 256)
        .boxed()
        .sorted(Comparator.comparingInt(PathSearch::rank))
        .forEach(b -> {
          var kind = new BitSet();
          IntStream.range(0, distinctions.size())
              .filter(i -> distinctions.get(i).get(b))
              .forEach(kind::set);
          // Segments are told apart by these two, whatever the patterns say.
          kind.set(distinctions.size(), b == '/');
          kind.set(distinctions.size() + 1, b == '.');
          if (seen.add(kind)) {
            chosen.add(b);
          }
        });
    return chosen;
  }

  private static int rank(int b) {
    if (b >= 'a' && b <= 'z') {
      return 0;
    }
    if (b >= '0' && b <= '9') {
      return 1;
    }
    if (b == '/') {
      return 2;
    }
    return b > ' ' && b < 127 ? 3 : 4;
  }
}
