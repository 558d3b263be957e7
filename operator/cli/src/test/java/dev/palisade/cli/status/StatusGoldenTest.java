package dev.palisade.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each directory holds objects in {@code in.yaml} and what is printed of them in {@code out.txt}.
 */
class StatusGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/dev/palisade/cli/status");

  @Test
  void list() throws IOException {
    assertGolden("list", PolicyTable.lines(view("list").policies()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rolling", "degraded", "unseen"})
  void detail(String name) throws IOException {
    ClusterView view = view(name);
    SecurityPolicy policy = view.policies().get(0);
    assertGolden(name, PolicyDetail.lines(PolicyReport.of(policy, view)));
  }

  private static ClusterView view(String name) throws IOException {
    return Objects.view(Files.readString(CASES.resolve(name).resolve("in.yaml")));
  }

  /** With {@code -Dgolden.write=true} the file is made anew, to be read before it is committed. */
  private static void assertGolden(String name, List<String> lines) throws IOException {
    Path golden = CASES.resolve(name).resolve("out.txt");
    String text = lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }
}
