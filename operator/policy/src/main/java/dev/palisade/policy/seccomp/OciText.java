package dev.palisade.policy.seccomp;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A filter in the OCI runtime specification's form (config-linux.md, Seccomp), which runc and crun
 * read. Nothing in it is of Docker's form: containerd ignores {@code archMap}, {@code includes} and
 * {@code excludes}.
 */
final class OciText {
  /**
   * All ABIs of a node's processor, or the others would be a way around; of those that Palisade
   * runs on, so that the file is the same on every node.
   */
  private static final List<String> ARCHITECTURES =
      List.of(
          "SCMP_ARCH_X86_64",
          "SCMP_ARCH_X86",
          "SCMP_ARCH_X32",
          "SCMP_ARCH_AARCH64",
          "SCMP_ARCH_ARM");

  private OciText() {}

  /** Everything of a line but the name. */
  private record Key(Outcome outcome, List<Condition> when) {
    static final Comparator<Key> ORDER =
        Comparator.comparing((Key k) -> action(k.outcome))
            .thenComparing(k -> k.when.stream().map(OciText::json).collect(Collectors.joining()));
  }

  static String of(SeccompFilter filter) {
    Map<Key, TreeSet<String>> names = new TreeMap<>(Key.ORDER);
    filter.calls().values().stream()
        .flatMap(List::stream)
        .forEach(c ->
            names
                .computeIfAbsent(new Key(c.outcome(), c.when()), _ -> new TreeSet<>())
                .add(c.name()));
    String lines =
        names.entrySet().stream()
            .map(e -> json(e.getKey(), e.getValue()))
            .collect(Collectors.joining(",\n    "));
    return """
    {
      "defaultAction": "SCMP_ACT_ERRNO",
      "defaultErrnoRet": 1,
      "architectures": [%s],
      "syscalls": [
        %s
      ]
    }
    """
        .formatted(strings(ARCHITECTURES), lines);
  }

  private static String json(Key key, Set<String> names) {
    String arguments =
        key.when().isEmpty()
            ? ""
            : ", \"args\": ["
                + key.when().stream().map(OciText::json).collect(Collectors.joining(", "))
                + "]";
    return "{\"names\": [%s], %s%s}"
        .formatted(strings(List.copyOf(names)), action(key.outcome()), arguments);
  }

  private static String action(Outcome outcome) {
    return switch (outcome.kind()) {
      case ALLOW -> "\"action\": \"SCMP_ACT_ALLOW\"";
      case LOG -> "\"action\": \"SCMP_ACT_LOG\"";
      case FAIL -> "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": " + outcome.errno();
    };
  }

  /** Of a masked comparison {@code value} is the mask (libseccomp, struct scmp_arg_cmp). */
  private static String json(Condition c) {
    boolean masked = c.operator() == Operator.MASKED_EQUAL;
    return "{\"index\": %d, \"value\": %s, \"valueTwo\": %s, \"op\": \"%s\"}"
        .formatted(
            c.index(),
            Long.toUnsignedString(masked ? c.mask() : c.value()),
            Long.toUnsignedString(masked ? c.value() : 0),
            c.operator().oci());
  }

  /** Names of system calls and architectures: letters, digits and underscores. */
  private static String strings(List<String> words) {
    return words.stream().map(w -> "\"" + w + "\"").collect(Collectors.joining(", "));
  }
}
