package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.policy.Capability;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One entry of a seccomp profile's {@code syscalls}.
 *
 * @param names of system calls
 * @param when of which one list has to hold, all of it; one that is empty always does
 */
record SeccompLine(Does does, List<String> names, List<List<Condition>> when) {
  enum Does {
    ALLOW,
    LOG,
    DENY
  }

  /** Docker's names for what runs here. */
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "x32", "x86", "arm64", "arm");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if an argument is compared as no rule can say
   */
  static SeccompLine read(JsonNode line, Translation translation) {
    List<String> names =
        line.has("names")
            ? Translation.texts(line.path("names"))
            : List.of(line.path("name").asText());
    return new SeccompLine(
        does(line.path("action").asText(), line.path("errnoRet"), translation),
        names,
        when(line.path("args")));
  }

  /** What an action comes to, and what of it is lost. */
  static Does does(String action, JsonNode errno, Translation translation) {
    return switch (action) {
      case "SCMP_ACT_ALLOW" -> Does.ALLOW;
      case "SCMP_ACT_LOG" -> Does.LOG;
      case "SCMP_ACT_ERRNO" -> {
        if (errno.asInt(1) != 1) {
          translation.unsaid("errnoRet " + errno.asInt(), "what is denied fails with EPERM here");
        }
        yield Does.DENY;
      }
      case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_TRAP" -> {
        translation.unsaid(action, "what is denied fails with EPERM here");
        yield Does.DENY;
      }
      default -> {
        translation.unsaid(
            "action " + action, "nobody is asked about a call here; it is taken for denied");
        yield Does.DENY;
      }
    };
  }

  /**
   * Whether Docker's {@code includes} and {@code excludes} let a line hold for a container with the
   * default capabilities, on a node of this time.
   */
  static boolean isMeant(JsonNode line) {
    JsonNode includes = line.path("includes");
    JsonNode excludes = line.path("excludes");
    return capabilities(includes).allMatch(SeccompLine::isGiven)
        && capabilities(excludes).noneMatch(SeccompLine::isGiven)
        && (includes.path("arches").isEmpty() || arches(includes).anyMatch(ARCHITECTURES::contains))
        && arches(excludes).noneMatch(ARCHITECTURES::contains);
  }

  static boolean hangsOnCapabilities(JsonNode line) {
    return Stream.of(line.path("includes"), line.path("excludes"))
        .flatMap(SeccompLine::capabilities)
        .findAny()
        .isPresent();
  }

  private static Stream<String> capabilities(JsonNode of) {
    return Translation.texts(of.path("caps")).stream();
  }

  private static Stream<String> arches(JsonNode of) {
    return Translation.texts(of.path("arches")).stream();
  }

  private static boolean isGiven(String capability) {
    return Capability.named(capability).filter(Capability.RUNTIME_DEFAULT::contains).isPresent();
  }

  /** Where two are about one argument, runc makes each a line of its own. */
  private static List<List<Condition>> when(JsonNode arguments) {
    List<Condition> all = arguments.valueStream().map(SeccompLine::condition).toList();
    var indexes = new HashSet<Integer>();
    return all.stream().allMatch(c -> indexes.add(c.index()))
        ? List.of(all)
        : all.stream().map(List::of).toList();
  }

  private static Condition condition(JsonNode argument) {
    int index = argument.path("index").asInt();
    long value = number(argument.path("value"));
    String op = argument.path("op").asText();
    return op.equals(Operator.MASKED_EQUAL.oci())
        ? Condition.masked(index, value, number(argument.path("valueTwo")))
        : Condition.of(index, Operator.ofOci(op), value);
  }

  /** As a rule has it: 32 bits. */
  private static long number(JsonNode number) {
    if (!number.isMissingNode()
        && !(number.canConvertToLong() && SyscallRule.isNumber(number.asLong()))) {
      throw new IllegalArgumentException(number + " is more than a rule can say");
    }
    return number.asLong();
  }
}
