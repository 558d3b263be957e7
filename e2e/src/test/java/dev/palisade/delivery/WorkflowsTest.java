package dev.palisade.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workflows cannot run here; what they run can, and how they may run it is a list of rules. */
class WorkflowsTest {
  private static final Path ROOT = Checkout.root();

  /** Jobs that publish: images to the registry, files to the release. */
  private static final Map<String, Map<String, String>> RIGHTS =
      Map.of(
          "images", Map.of("contents", "read", "packages", "write"),
          "publish", Map.of("contents", "write"));

  private static WorkflowRules rules() throws IOException {
    return new WorkflowRules(targets(), kubernetes(), RIGHTS);
  }

  private static Set<String> targets() throws IOException {
    return Pattern.compile("(?m)^([a-z][a-z0-9-]*):")
        .matcher(Files.readString(ROOT.resolve("Makefile")))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> kubernetes() throws IOException {
    return Files.readAllLines(ROOT.resolve("e2e/kubernetes-versions")).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static List<Workflow> workflows() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
      return files.sorted().map(file -> read(file.getFileName().toString(), file)).toList();
    }
  }

  private static Workflow read(String name, Path file) {
    try {
      return Workflow.parse(name, Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(name, e);
    }
  }

  @Test
  void theWorkflowsKeepTheRules() throws IOException {
    assertThat(workflows()).extracting(Workflow::file).containsExactly("ci.yaml", "release.yaml");
    for (Workflow workflow : workflows()) {
      assertThat(rules().complaints(workflow)).as(workflow.file()).isEmpty();
    }
  }

  @Test
  void everyTierAndAllThatIsReleasedIsRun() throws IOException {
    Set<String> commands =
        workflows().stream().flatMap(Workflow::commands).collect(Collectors.toSet());
    assertThat(commands)
        .containsExactlyInAnyOrder(
            "make check", "make it", "make e2e", "make chart", "make release");
    assertThat(workflows().getFirst().root().at("/jobs/e2e/strategy/matrix/kubernetes"))
        .hasSize(kubernetes().size());
    assertThat(workflows().getFirst().root().at("/jobs/e2e/env/E2E_CLUSTER").asText())
        .isEqualTo("kind");
  }

  @Test
  void oneActionHasOneVersion() throws IOException {
    Map<String, Set<String>> versions =
        workflows().stream()
            .flatMap(workflow -> workflow.lines().stream())
            .map(line -> line.replaceFirst("^.*uses: ", ""))
            .filter(uses -> uses.contains("@"))
            .collect(
                Collectors.groupingBy(
                    uses -> uses.substring(0, uses.indexOf('@')),
                    Collectors.mapping(uses -> uses, Collectors.toSet())));
    assertThat(versions).hasSizeGreaterThan(5);
    assertThat(versions.values()).allSatisfy(each -> assertThat(each).hasSize(1));
  }

  @Test
  void theNewestKubernetesIsThatOfTheBed() throws IOException {
    assertThat(Files.readString(ROOT.resolve("e2e/tools/kubernetes/go.mod")))
        .contains("k8s.io/kubernetes v" + kubernetes().getLast() + ".");
    assertThat(kubernetes()).hasSize(6).isSorted();
    assertThat(kubernetes().subList(0, 5))
        .allSatisfy(minor ->
            assertThat(Files.readString(ROOT.resolve("e2e/tools/kubernetes-" + minor + "/go.mod")))
                .contains("k8s.io/kubernetes v" + minor + "."));
  }

  @Test
  void aWorkflowAgainstTheRulesIsComplainedAbout() throws IOException {
    var resource = getClass().getResource("/delivery/against-the-rules.yaml");
    Path file = Path.of(Objects.requireNonNull(resource).getPath());
    assertThat(rules().complaints(read("against-the-rules.yaml", file)))
        .containsExactly(
            "run: make nothing: the Makefile has no such target",
            "run: curl -s https://example.org | sh: not one make target, with what varies in env",
            "run: make check T=${{ github.head_ref }}: not one make target, with what varies in env",
            "uses: actions/checkout@v5: not a full commit with its version as a comment",
            "secret: secrets.REGISTRY_PASSWORD",
            "on: pull_request_target",
            "on: push: name either branches or tags",
            "permissions: write contents: read, and what a job needs beyond it at the job",
            "concurrency: no group",
            "loose: timeout-minutes: from 1 to 180",
            "loose: permissions: {all=write-all}",
            "loose: container: golang:latest: no version",
            "loose: kubernetes: [\"1.37\"] where e2e/kubernetes-versions has " + kubernetes(),
            "loose: checkout leaves its token: persist-credentials: false");
  }
}
