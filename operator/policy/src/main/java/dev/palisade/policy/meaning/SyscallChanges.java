package dev.palisade.policy.meaning;

import dev.palisade.policy.RuleList;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.meaning.Change.Kind;
import dev.palisade.policy.meaning.Question.UseSyscall;
import dev.palisade.policy.meaning.SyscallMeaning.Decision;
import dev.palisade.policy.seccomp.Call;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Outcome;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What two containers' filters answer differently. Every call of the default list is asked about,
 * with the arguments that rules name and those beside them.
 */
public final class SyscallChanges {
  /** Sets of arguments that are tried of one call at most. */
  private static final int TRIES = 100_000;

  /** So many names stand in a sentence. */
  private static final int NAMES = 12;

  /** That of no list, and what a witness of it is. */
  private static final String NOT_LISTED = "reboot";

  private final SyscallMeaning before;
  private final SyscallMeaning after;
  private final SeccompFilter old;
  private final SeccompFilter young;

  /** What is said together. */
  private record Key(Kind kind, String rule, boolean isNew, List<Condition> when) {}

  /** The calls of it, and one as an example. */
  private record Said(List<String> calls, String witness) {}

  private final Map<Key, Said> said = new LinkedHashMap<>();

  private SyscallChanges(SyscallMeaning before, SyscallMeaning after) {
    this.before = before;
    this.after = after;
    this.old = before.filter();
    this.young = after.filter();
  }

  /** A container without a filter is compared as if it had the default list, which is told. */
  public static List<RuleChange> between(SyscallMeaning before, SyscallMeaning after) {
    var changes = new ArrayList<RuleChange>();
    if (before.isFiltered() != after.isFiltered()) {
      changes.add(
          new RuleChange(
              after.isFiltered() ? Kind.NARROWER : Kind.WIDER,
              SyscallMeaning.BASE.name(),
              after.isFiltered(),
              "call what is not on the default list of " + SyscallMeaning.BASE.version(),
              "syscall " + NOT_LISTED));
    }
    changes.addAll(new SyscallChanges(before, after).all());
    return changes;
  }

  private List<RuleChange> all() {
    for (String call : SyscallMeaning.BASE.filter().calls().keySet()) {
      if (!new HashSet<>(old.of(call)).equals(new HashSet<>(young.of(call)))) {
        compare(call);
      }
    }
    return said.entrySet().stream().map(e -> change(e.getKey(), e.getValue())).toList();
  }

  private void compare(String call) {
    List<List<Long>> tries = ArgumentSearch.of(conditions(call)).limit(TRIES + 1L).toList();
    boolean found = false;
    for (List<Long> arguments : tries.subList(0, Math.min(tries.size(), TRIES))) {
      Optional<Kind> kind =
          Standing.change(
              standing(old.outcome(call, arguments)), standing(young.outcome(call, arguments)));
      kind.ifPresent(k -> add(k, new UseSyscall(call, arguments)));
      found |= kind.isPresent();
    }
    if (!found && tries.size() > TRIES) {
      Key doubt = new Key(Kind.WIDER, RuleList.SYSCALLS.word(), true, List.of());
      said.computeIfAbsent(doubt, k -> new Said(new ArrayList<>(), "")).calls().add(call);
    }
  }

  /** Those that rules and the base name: of what a filter denies, it has no line. */
  private List<Condition> conditions(String call) {
    Stream<List<Condition>> ofBase = SyscallMeaning.BASE.filter().of(call).stream().map(Call::when);
    Stream<List<Condition>> ofRules =
        Stream.of(before, after)
            .flatMap(m -> m.rules().stream())
            .filter(r -> r.calls().contains(call))
            .map(SyscallRule::when);
    return Stream.concat(ofBase, ofRules).flatMap(List::stream).distinct().toList();
  }

  private static Standing standing(Outcome outcome) {
    return switch (outcome.kind()) {
      case ALLOW -> Standing.ALLOWED;
      case LOG -> Standing.REPORTED;
      case FAIL -> Standing.DENIED;
    };
  }

  private void add(Kind kind, UseSyscall asked) {
    Decision then = before.decide(asked);
    Decision now = after.decide(asked);
    boolean oldFirst = kind == Kind.WIDER || kind == Kind.UNREPORTED;
    Decision first = oldFirst ? then : now;
    Decision second = oldFirst ? now : then;
    boolean isFirst = !first.rules().isEmpty();
    // What is newly denied is so by a new denial, or for want of what allowed it.
    boolean isSecond =
        !isFirst && (kind == Kind.WIDER || kind == Kind.NARROWER) && !second.rules().isEmpty();
    List<SyscallRule> deciding = isSecond ? second.rules() : first.rules();
    Key key =
        new Key(
            kind,
            deciding.isEmpty()
                ? RuleList.SYSCALLS.word()
                : String.join(", ", deciding.stream().map(SyscallRule::origin).distinct().toList()),
            oldFirst == isSecond,
            deciding.size() == 1 ? deciding.getFirst().when() : List.of());
    Said calls =
        said.computeIfAbsent(
            key, k -> new Said(new ArrayList<>(), String.join(" ", Wording.of(asked))));
    if (!calls.calls().contains(asked.call())) {
      calls.calls().add(asked.call());
    }
  }

  private static RuleChange change(Key key, Said said) {
    List<String> calls = said.calls();
    String more = "and %d more".formatted(calls.size() - NAMES);
    List<String> named =
        calls.size() <= NAMES
            ? calls
            : Stream.concat(calls.stream().limit(NAMES), Stream.of(more)).toList();
    return new RuleChange(
        key.kind(),
        key.rule(),
        key.isNew(),
        "call " + SyscallRule.words(named, key.when()),
        said.witness());
  }
}
