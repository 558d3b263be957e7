package dev.palisade.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every fenced block of every document. Of commands, that they are those of the programs of this
 * checkout, as far as that can be told without a cluster; {@code FollowedPages} runs those that a
 * cluster of the integration tier can.
 */
class BlocksTest {
  private static final List<Block> BLOCKS =
      Markdown.all().stream().flatMap(page -> page.blocks().stream()).toList();

  /** A block without a language could hide commands. */
  private static final Set<String> LANGUAGES =
      Set.of("sh", "console", "yaml", "mermaid", "text", "lua");

  @Test
  void everyBlockSaysWhatItIs() {
    assertThat(
            BLOCKS.stream()
                .filter(b -> !LANGUAGES.contains(b.language()))
                .map(b -> b.place() + ": write the language after ```, one of " + LANGUAGES))
        .isEmpty();
  }

  @Test
  void everyShellBlockIsAccountedFor() {
    assertThat(shell()).hasSizeGreaterThan(15);
    assertThat(shell().flatMap(b -> b.unaccounted().stream())).isEmpty();
    assertThat(BLOCKS.stream().filter(b -> b.isRunBy(Block.INTEGRATION))).isNotEmpty();
  }

  @Test
  void everyCommandIsOne() {
    assertThat(shell().flatMap(b -> faults(b).stream().map(f -> b.place() + ": " + f))).isEmpty();
  }

  /** What was typed is a command, or is shown to be refused. */
  @Test
  void everyTranscriptIsOfWhatItSays() {
    assertThat(BLOCKS.stream().filter(b -> b.language().equals("console")))
        .isNotEmpty()
        .allSatisfy(b ->
            assertThat(faults(typed(b)).isEmpty())
                .as(b.place() + " is a command of what is there")
                .isEqualTo(!b.info().equals("console refused")));
  }

  @Test
  void everyManifestIsOne() {
    List<String> faults = new ArrayList<>();
    for (Block block : BLOCKS) {
      if (block.language().equals("yaml")) {
        fault(() -> Manifests.check(block.place(), block.text(), manifestsOf(block.file())))
            .ifPresent(faults::add);
      }
    }
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make no-such-target",
        "make it X=1",
        "kubectl palisade statsu",
        "kubectl palisade status --no-such-option",
        "for p in a b; do kubectl palisade retry; done",
        "kubectl get securitypolicys -A",
        "kubectl aply -f examples/complain.yaml",
        "kubectl apply -f examples/no-such-file.yaml",
        "kubectl get customresourcedefinitions -o name | xargs kubectl remove",
        "helm install palisade charts/no-such-chart",
        "helm upgrade palisade charts/palisade --set operator.replica=3",
        "e2e/bed/bed upp",
        "scripts/no-such-script",
        "no-such-program",
        "echo \"",
        """
        kubectl apply -f - <<'EOF'
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityPolicy
        metadata: {name: checkout, namespace: shop}
        spec: {podSelectors: {matchLabels: {app: checkout}}}
        EOF
        """,
        """
        kubectl apply -f - <<'EOF'
        apiVersion: palisade.dev/v1alpha1
        kind: ClusterSecurityPolicy
        metadata: {name: baseline}
        spec: {namespaceSelector: {}, presets: [no-such-preset]}
        EOF
        """,
        """
        kubectl apply -f - <<'EOF'
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityBase
        metadata: {name: java-service}
        spec: {appArmorRules: "/opt/java/** ux,"}
        EOF
        """
      })
  void whatIsNoneIsSeen(String script) {
    assertThat(faults(script)).isNotEmpty();
  }

  @Test
  void aFileThatNoBlockShowsIsSeen() {
    Path page = Checkout.root().resolve("docs/x.md");
    assertThat(faults(new Block(page, 1, "sh it", "kubectl apply -f policy.yaml"))).hasSize(1);
  }

  @Test
  void whatIsOneIsLetThrough() {
    assertThat(
            faults(
                """
                export KUBECONFIG=$(e2e/bed/bed kubeconfig)
                make e2e T='GateE2E,HelperE2E'   # a comment
                kubectl get secpol,pods -n shop -w
                kubectl apply -f %s -n shop && kubectl palisade status checkout \\
                  --watch
                """
                    .formatted("examples/complain.yaml")))
        .isEmpty();
    assertThat(Checkout.root().resolve("examples/complain.yaml")).exists();
  }

  private static List<String> manifestsOf(Path page) {
    return BLOCKS.stream()
        .filter(b -> b.file().equals(page) && b.language().equals("yaml"))
        .map(Block::text)
        .toList();
  }

  private static Stream<Block> shell() {
    return BLOCKS.stream().filter(Block::isShell);
  }

  /** The lines after a prompt; the others are what was printed. */
  private static String typed(Block block) {
    return block
        .text()
        .lines()
        .filter(l -> l.startsWith("$ "))
        .map(l -> l.substring(2) + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> faults(Block block) {
    return faults(
        block.text(),
        i -> {
          Commands.check(i);
          block.requireShown(i, BLOCKS);
        });
  }

  private static List<String> faults(String script) {
    return faults(script, Commands::check);
  }

  private static List<String> faults(String script, Consumer<Invocation> check) {
    try {
      return Invocation.of(script).stream()
          .flatMap(i -> fault(() -> check.accept(i)).map(f -> i.line() + ": " + f).stream())
          .toList();
    } catch (IllegalStateException e) {
      return List.of(e.getMessage());
    }
  }

  private static Optional<String> fault(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (Fault e) {
      return Optional.of(e.getMessage());
    }
  }
}
