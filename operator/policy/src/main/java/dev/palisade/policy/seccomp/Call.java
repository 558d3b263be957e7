package dev.palisade.policy.seccomp;

import java.util.List;

/**
 * One line of a filter.
 *
 * @param when all of which must hold; none: always. No two are about one argument, which libseccomp
 *     cannot say
 */
public record Call(String name, Outcome outcome, List<Condition> when) {
  public Call {
    when = when.stream().sorted().toList();
    if (when.stream().map(Condition::index).distinct().count() != when.size()) {
      throw new IllegalArgumentException(name + ": two conditions on one argument");
    }
  }

  public Call as(Outcome other) {
    return new Call(name, other, when);
  }

  boolean holds(List<Long> arguments) {
    return when.stream().allMatch(c -> c.holds(arguments.get(c.index())));
  }
}
