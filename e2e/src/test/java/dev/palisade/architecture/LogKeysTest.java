package dev.palisade.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The keys of log lines are fixed: those in the code are those in the table for people. */
class LogKeysTest {
  private static final Pattern OPERATOR = Pattern.compile("addKeyValue\\(\\s*\"([^\"]*)\"");
  private static final Pattern OPERATOR_MAP =
      Pattern.compile("Map\\.of\\(\\s*\"([a-z]+)\", [a-z]+\\.");
  private static final Pattern HELPER = Pattern.compile("\\bkey\\(\\s*\"([^\"]*)\"");
  private static final Pattern FIXED = Pattern.compile("(?:put|putIfAbsent)\\(\\s*\"([a-z]+)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)`");

  private static Set<String> documented() throws IOException {
    String guide = Files.readString(Checkout.root().resolve("docs/guide/observe.md"));
    int start = guide.indexOf("## Log lines");
    int end = guide.indexOf("\n## ", start + 1);
    return found(ROW, guide.substring(start, end < 0 ? guide.length() : end));
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> out = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      out.add(matcher.group(1));
    }
    return out;
  }

  private static String sources(String module) throws IOException {
    Path root = Checkout.root().resolve("operator/" + module + "/src/main/java");
    try (Stream<Path> files = Files.walk(root)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }

  private static String source(String path) throws IOException {
    return Files.readString(Checkout.root().resolve("operator").resolve(path));
  }

  @Test
  void theOperatorsKeysAreDocumented() throws IOException {
    String code = sources("controller");
    Set<String> used = found(OPERATOR, code);
    used.addAll(
        found(
            OPERATOR_MAP,
            source("controller/src/main/java/dev/palisade/controller/reconcile/StepRunner.java")));
    assertThat(used).hasSizeGreaterThan(8).contains("policy", "workload", "node");
    assertThat(documented()).containsAll(used);
  }

  @Test
  void theHelpersKeysAreDocumented() throws IOException {
    Set<String> used = found(HELPER, sources("node"));
    assertThat(used).hasSizeGreaterThan(5);
    assertThat(documented()).containsAll(used);
  }

  @Test
  void nothingIsDocumentedThatNobodyWrites() throws IOException {
    Set<String> written =
        Stream.of(
                found(OPERATOR, sources("controller")),
                found(OPERATOR_MAP, sources("controller")),
                found(HELPER, sources("node")),
                found(FIXED, source("node/src/main/java/dev/palisade/node/log/LineFormat.java")),
                found(
                    Pattern.compile("\"([a-z]+)\""),
                    source("controller/src/main/java/dev/palisade/controller/log/JsonLines.java")))
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(written).containsAll(documented());
  }
}
