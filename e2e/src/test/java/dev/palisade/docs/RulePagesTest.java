package dev.palisade.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import dev.palisade.cli.PalisadeCommand;
import dev.palisade.policy.RuleList;
import dev.palisade.policy.SecretMounts;
import dev.palisade.policy.device.DeviceRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of rule has a page, as programs have, whose example answers as the page says. */
class RulePagesTest {
  @ParameterizedTest
  @MethodSource("kinds")
  void theExampleAnswersAsItSays(String kind, @TempDir Path directory) throws IOException {
    Markdown page = Markdown.read(Checkout.root().resolve("docs/rules/" + page(kind) + ".md"));
    for (Block block : page.blocks()) {
      Optional<String> name = block.name();
      if (name.isPresent()) {
        assertThat(block.text()).contains(kind + ":");
        Files.writeString(directory.resolve(name.get()), block.text());
      }
    }
    List<Invocation> tests =
        page.blocks().stream()
            .filter(b -> b.isRunBy(Block.INTEGRATION))
            .flatMap(b -> Invocation.of(b.text()).stream())
            .filter(i -> i.words().subList(0, 3).equals(List.of("kubectl", "palisade", "test")))
            .toList();
    assertThat(tests).isNotEmpty();
    for (Invocation test : tests) {
      Path cases = Files.writeString(directory.resolve("cases.yaml"), test.stdin());
      var out = new StringWriter();
      int exitCode =
          PalisadeCommand.commandLine()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(out))
              .execute("test", "-f", cases.toString());
      assertThat(exitCode).as(out.toString()).isZero();
    }
  }

  static List<String> kinds() {
    return Stream.concat(
            Arrays.stream(RuleList.values()).map(RuleList::word),
            Stream.of("base", "capabilities", SecretMounts.FIELD, DeviceRule.LIST, "programs"))
        .toList();
  }

  /** {@code resource-limits} of {@code resourceLimits}. */
  private static String page(String kind) {
    return kind.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
