package dev.palisade.policy.seccomp;

import dev.palisade.policy.seccomp.SeccompText.Minimum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of system calls.
 *
 * @param numbers by name: on x86_64 and on aarch64, {@code -} where there is none
 * @param runtimeDefault what containers may call that say nothing
 * @param minimums what runtimes need to start a container
 */
public record Syscalls(
    SortedMap<String, List<String>> numbers, SeccompBase runtimeDefault, List<Minimum> minimums) {
  /** The names of the two columns of {@link #numbers}, as audit records have them (AUDIT_ARCH). */
  private static final Map<String, Integer> COLUMNS = Map.of("c000003e", 0, "c00000b7", 1);

  public Syscalls {
    numbers = new TreeMap<>(numbers);
    minimums = List.copyOf(minimums);
  }

  public boolean isKnown(String name) {
    return numbers.containsKey(name);
  }

  /** A runtime that cannot start a container without it; empty if none needs it. */
  public Optional<Minimum> neededBy(String name) {
    return minimums.stream().filter(m -> m.calls().contains(name)).findFirst();
  }

  /**
   * The name behind a number of an audit record.
   *
   * @param arch as the record has it, in hex
   */
  public Optional<String> named(String arch, String number) {
    Integer column = COLUMNS.get(arch);
    return column == null
        ? Optional.empty()
        : numbers.entrySet().stream()
            .filter(e -> e.getValue().get(column).equals(number))
            .map(Map.Entry::getKey)
            .findFirst();
  }
}
