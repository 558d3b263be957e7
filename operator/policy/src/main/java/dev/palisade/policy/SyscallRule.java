package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * System calls, held by a seccomp filter and by nothing of AppArmor's.
 *
 * @param when all of which must hold; none: whatever the arguments are
 * @param origin what it is said to come from, as {@code syscalls/no-debugger}
 */
public record SyscallRule(
    String name, Action action, SortedSet<String> calls, List<Condition> when, String origin)
    implements PolicyRule {
  /**
   * Of programs of 32 bits libseccomp compares the lower half alone: lines that differ in the other
   * one are then two outcomes of one comparison, with which no runtime starts a container (EEXIST).
   */
  private static final long HIGHEST = 0xffffffffL;

  private static final String NUMBER = "[0-9]{1,10}";

  public SyscallRule {
    calls = new TreeSet<>(calls);
    when = when.stream().sorted().toList();
  }

  /** A rule of a container itself. */
  public SyscallRule(String name, Action action, SortedSet<String> calls, List<Condition> when) {
    this(name, action, calls, when, RuleList.SYSCALLS.word() + "/" + name);
  }

  /** The same rule, said to come from elsewhere. */
  SyscallRule from(String other) {
    return new SyscallRule(name, action, calls, when, other);
  }

  /** What is denied is denied, though the policy only complains. */
  public boolean isHeld(Mode mode) {
    return mode == Mode.ENFORCE || ClusterRules.isOrigin(origin);
  }

  /** Those of all rules that are about system calls. */
  static List<SyscallRule> among(List<PolicyRule> rules) {
    return rules.stream()
        .filter(SyscallRule.class::isInstance)
        .map(SyscallRule.class::cast)
        .toList();
  }

  static SyscallRule read(RuleFields fields) {
    if (fields.texts("names").isEmpty()) {
      fields.error("names", "names is missing; write at least one, such as mount");
    }
    var calls = new TreeSet<String>();
    for (int i = 0; i < fields.texts("names").size(); i++) {
      String call = fields.texts("names").get(i);
      if (Library.SYSCALLS.isKnown(call)) {
        calls.add(call);
      } else {
        fields.error("names[" + i + "]", unknown(call));
      }
    }
    return new SyscallRule(fields.name(), fields.action(), calls, conditions(fields));
  }

  /** That there is no such call. */
  public static String unknown(String call) {
    return "unknown system call %s; write a name as in syscalls(2), such as mount"
        .formatted(Quoted.of(call));
  }

  /** Each is {@code INDEX OPERATOR VALUE MASK}; the mask is {@code -} where there is none. */
  private static List<Condition> conditions(RuleFields fields) {
    var conditions = new ArrayList<Condition>();
    Set<String> indexes = new HashSet<>();
    List<String> texts = fields.texts("args");
    for (int i = 0; i < texts.size(); i++) {
      String[] words = texts.get(i).split(" ", -1);
      String at = "args[" + i + "]";
      if (!indexes.add(words[0])) {
        fields.error(
            at + ".index",
            "argument %s is compared twice, which no filter can hold; leave one of them out"
                .formatted(Quoted.of(words[0])));
      } else {
        condition(fields, at, words).ifPresent(conditions::add);
      }
    }
    return conditions;
  }

  private static Optional<Condition> condition(RuleFields fields, String at, String[] words) {
    if (!words[0].matches("[0-5]")) {
      fields.error(
          at + ".index",
          "%s is no argument; write a number from 0 to 5".formatted(Quoted.of(words[0])));
      return Optional.empty();
    }
    Optional<Operator> operator =
        Arrays.stream(Operator.values()).filter(o -> o.word().equals(words[1])).findFirst();
    if (operator.isEmpty()) {
      fields.error(
          at + ".operator",
          "unknown operator %s; write one of %s"
              .formatted(
                  Quoted.of(words[1]),
                  Arrays.stream(Operator.values())
                      .map(Word::word)
                      .collect(Collectors.joining(", "))));
      return Optional.empty();
    }
    Optional<Long> value = number(fields, at + ".value", words[2]);
    boolean masked = operator.get() == Operator.MASKED_EQUAL;
    if (masked != !words[3].equals("-")) {
      fields.error(
          at + ".mask",
          masked ? "MaskedEqual needs a mask" : "a mask is for operator MaskedEqual; leave it out");
      return Optional.empty();
    }
    if (!masked) {
      return value.map(v -> Condition.of(Integer.parseInt(words[0]), operator.get(), v));
    }
    Optional<Long> mask = number(fields, at + ".mask", words[3]);
    if (value.isEmpty() || mask.isEmpty()) {
      return Optional.empty();
    }
    if (mask.get() == 0 || (value.get() & ~mask.get()) != 0) {
      fields.error(
          at + ".mask",
          "no argument has the value under this mask; the mask has all bits of value");
      return Optional.empty();
    }
    return Optional.of(Condition.masked(Integer.parseInt(words[0]), mask.get(), value.get()));
  }

  /** Whether a rule may have it as a value or mask. */
  public static boolean isNumber(long number) {
    return number >= 0 && number <= HIGHEST;
  }

  private static Optional<Long> number(RuleFields fields, String at, String text) {
    if (text.matches(NUMBER) && isNumber(Long.parseLong(text))) {
      return Optional.of(Long.parseLong(text));
    }
    fields.error(
        at,
        text.isEmpty()
            ? "it is missing; write a whole number"
            : "%s is no number from 0 to %d".formatted(Quoted.of(text), HIGHEST));
    return Optional.empty();
  }

  /** What rules say, however they are called, split and ordered: a line for each call. */
  static SortedSet<String> said(List<SyscallRule> rules) {
    var said = new TreeSet<String>();
    for (SyscallRule rule : rules) {
      String when = rule.when.stream().map(c -> " " + word(c)).collect(Collectors.joining());
      rule.calls.forEach(call -> said.add(rule.action.word() + " " + call + when));
    }
    return said;
  }

  /** Calls in a sentence, as {@code mount, umount2 where argument 1 == 2}. */
  public static String words(Collection<String> calls, List<Condition> when) {
    return String.join(", ", calls)
        + (when.isEmpty()
            ? ""
            : when.stream()
                .map(Condition::toString)
                .collect(Collectors.joining(" and ", " where ", "")));
  }

  /** As the API has it: index, operator, value and mask. */
  private static String word(Condition c) {
    return "%d %s %d %d".formatted(c.index(), c.operator().word(), c.value(), c.mask());
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return List.of();
  }
}
