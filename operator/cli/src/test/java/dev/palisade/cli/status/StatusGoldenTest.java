package dev.palisade.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.cli.text.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each directory holds objects in {@code in.yaml} and what is printed of them in {@code out.txt},
 * {@code out.json} and {@code out.yaml}.
 */
class StatusGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/dev/palisade/cli/status");

  @Test
  void list() throws IOException {
    PolicyLine.All all = PolicyLine.of(view("list").policies());
    Golden.assertLines(CASES.resolve("list/out.txt"), PolicyTable.lines(all.policies(), false));
    data("list", all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rolling", "degraded", "unseen", "devices"})
  void detail(String name) throws IOException {
    PolicyReport report = report(name);
    Golden.assertLines(CASES.resolve(name).resolve("out.txt"), PolicyDetail.lines(report, false));
    data(name, report);
  }

  @Test
  void coloursSayWhatIsGoodAndWhatIsNot() throws IOException {
    assertThat(PolicyDetail.lines(report("rolling"), true))
        .contains(
            "  Ready         \033[33mFalse\033[0m    NotYet           2026-11-23T19:00:00Z   1 of 3 workloads verified",
            "  n1                  yes       \033[32myes\033[0m        -",
            "  n8-loading          yes       \033[31mno\033[0m         palisade.shop.checkout.app.bbbb is not loaded");
    assertThat(PolicyTable.lines(PolicyLine.of(view("list").policies()).policies(), true))
        .anyMatch(line -> line.endsWith("\033[31mFieldConflict\033[0m"));
  }

  private static void data(String name, Object data) throws IOException {
    for (String format : List.of("json", "yaml")) {
      Golden.assertLines(
          CASES.resolve(name).resolve("out." + format), Golden.output(format).whole(data));
    }
  }

  private static PolicyReport report(String name) throws IOException {
    ClusterView view = view(name);
    return PolicyReport.of(view.policies().get(0), view);
  }

  private static ClusterView view(String name) throws IOException {
    return Objects.view(Files.readString(CASES.resolve(name).resolve("in.yaml")));
  }
}
