package dev.palisade.policy.seccomp;

import dev.palisade.policy.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files of {@code seccomp-profiles/}, whose README gives their form. */
public final class SeccompText {
  private static final Pattern HEADER = Pattern.compile("# base (\\S+) version (\\S+)");
  private static final Pattern MINIMUM = Pattern.compile("# minimum (\\S+) versions (\\S+)");
  private static final Pattern ALLOW = Pattern.compile("allow ([a-z0-9_ ]+?)((?: when .+)?)");
  private static final Pattern ERRNO = Pattern.compile("errno (\\d{1,4}) ([a-z0-9_ ]+)");
  private static final Pattern WHEN =
      Pattern.compile(" when (\\d) (\\w+) (\\d{1,18})(?: mask (\\d{1,18}))?");

  private SeccompText() {}

  /** What a container runtime itself calls before the program begins, by its name and versions. */
  public record Minimum(String runtime, String versions, SortedSet<String> calls) {}

  /**
   * Reads a base.
   *
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public static SeccompBase base(String text) {
    List<String> lines = lines(text);
    Matcher header = header(HEADER, lines, "a base starts with '# base NAME version VERSION'");
    var calls = new ArrayList<Call>();
    rules(lines).forEach(line -> calls.addAll(read(line)));
    return new SeccompBase(header.group(1), header.group(2), SeccompFilter.of(calls));
  }

  /**
   * Reads what a runtime needs: names, several in a line.
   *
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public static Minimum minimum(String text) {
    List<String> lines = lines(text);
    Matcher header =
        header(MINIMUM, lines, "a minimum starts with '# minimum RUNTIME versions VERSIONS'");
    var calls = new TreeSet<String>();
    rules(lines).forEach(line -> calls.addAll(words(line)));
    return new Minimum(header.group(1), header.group(2), calls);
  }

  /**
   * Reads the table of system calls: a name, then its number on x86_64 and on aarch64, {@code -}
   * where there is none.
   *
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public static SortedMap<String, List<String>> numbers(String text) {
    var numbers = new TreeMap<String, List<String>>();
    rules(lines(text))
        .forEach(line -> {
          List<String> words = words(line);
          if (words.size() != 3) {
            throw new IllegalArgumentException("not a name and two numbers: " + line);
          }
          numbers.put(words.getFirst(), words.subList(1, 3));
        });
    return numbers;
  }

  private static Matcher header(Pattern form, List<String> lines, String otherwise) {
    Matcher header = form.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!header.matches()) {
      throw new IllegalArgumentException(otherwise);
    }
    return header;
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  private static Stream<String> rules(List<String> lines) {
    return lines.stream().filter(l -> !l.equals("#") && !l.startsWith("# "));
  }

  private static List<Call> read(String line) {
    Matcher errno = ERRNO.matcher(line);
    if (errno.matches()) {
      Outcome fail = Outcome.fail(Integer.parseInt(errno.group(1)));
      return words(errno.group(2)).stream().map(n -> new Call(n, fail, List.of())).toList();
    }
    Matcher allow = ALLOW.matcher(line);
    if (!allow.matches()) {
      throw new IllegalArgumentException("not a line a base may have: " + line);
    }
    List<Condition> when = allow.group(2).isEmpty() ? List.of() : List.of(when(allow.group(2)));
    return words(allow.group(1)).stream().map(n -> new Call(n, Outcome.ALLOW, when)).toList();
  }

  private static Condition when(String text) {
    Matcher when = WHEN.matcher(text);
    if (!when.matches()) {
      throw new IllegalArgumentException("not a condition a base may have:" + text);
    }
    Operator operator = operator(when.group(2));
    int index = Integer.parseInt(when.group(1));
    long value = Long.parseLong(when.group(3));
    return when.group(4) == null
        ? Condition.of(index, operator, value)
        : Condition.masked(index, Long.parseLong(when.group(4)), value);
  }

  private static Operator operator(String word) {
    return Arrays.stream(Operator.values())
        .filter((Word o) -> o.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no operator: " + word));
  }

  private static List<String> words(String text) {
    return List.of(text.split(" +", -1));
  }
}
