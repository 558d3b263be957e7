package dev.palisade.policy.seccomp;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What becomes of each system call. What is not named fails with {@link Outcome#DENY}.
 *
 * @param calls by name, in no order that means anything: no two lines of a name hold for one call
 *     and differ in what they do
 */
public record SeccompFilter(SortedMap<String, List<Call>> calls) {
  /**
   * So many comparisons of arguments fit: the kernel takes 4096 instructions (BPF_MAXINSNS), of
   * which the default list takes 1640 for all architectures, and a comparison up to nine (measured
   * with libseccomp 2.5.4).
   */
  public static final int MAX_COMPARISONS = 240;

  public SeccompFilter {
    var copy = new TreeMap<String, List<Call>>();
    calls.forEach((name, lines) -> {
      if (!lines.isEmpty()) {
        copy.put(name, List.copyOf(lines));
      }
    });
    calls = copy;
  }

  public static SeccompFilter of(Collection<Call> calls) {
    return new SeccompFilter(
        new TreeMap<>(calls.stream().collect(Collectors.groupingBy(Call::name))));
  }

  /** The lines about a system call; empty: it always fails. */
  public List<Call> of(String name) {
    return calls.getOrDefault(name, List.of());
  }

  /**
   * What becomes of one.
   *
   * @param arguments all {@value Condition#ARGUMENTS}
   */
  public Outcome outcome(String name, List<Long> arguments) {
    return of(name).stream()
        .filter(c -> c.holds(arguments))
        .map(Call::outcome)
        .findFirst()
        .orElse(Outcome.DENY);
  }

  public int comparisons() {
    return calls.values().stream().flatMap(List::stream).mapToInt(c -> c.when().size()).sum();
  }

  /** As a container runtime reads it; the same filter gives the same bytes. */
  public String json() {
    return OciText.of(this);
  }
}
