package dev.palisade.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.NoCluster;
import dev.palisade.bed.Program;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Helm makes of the chart: golden directories {@code chart/NAME} with {@code values.yaml} and
 * {@code out.yaml} or, when the values are refused, Helm's message in {@code err.txt}. {@code
 * out.yaml} of {@code defaults} is everything but the CRDs; that of the others is what differs from
 * it. {@code -Dgolden.write=true} writes what is, to be looked at and checked in (e2e/README.md).
 * Needs Helm, and no cluster.
 */
@NoCluster
class ChartTemplateIT {
  private static final Path GOLDEN = Checkout.root().resolve("e2e/src/test/resources/chart");
  private static final String NAMESPACE = "palisade-system";

  static Stream<String> golden() throws IOException {
    try (Stream<Path> cases = Files.list(GOLDEN)) {
      return cases.map(c -> c.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void golden(String name) throws IOException {
    Program helm = template(name);
    boolean refused = helm.exitCode() != 0;
    String text = refused ? message(helm) : name.equals("defaults") ? whole(helm) : change(helm);
    Path golden = GOLDEN.resolve(name).resolve(refused ? "err.txt" : "out.yaml");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, text);
    }
    assertThat(golden).as(helm.err()).exists();
    assertThat(text).isEqualTo(Files.readString(golden));
    assertThat(refused).isEqualTo(name.startsWith("refused-"));
  }

  /** The text is that of crds/; the chart adds labels, and that they stay. */
  @Test
  void crdsAreThoseOfTheRepositoryAndStay() throws IOException {
    Map<String, Manifest> rendered =
        manifests(template("defaults")).stream()
            .filter(Manifest::isCrd)
            .collect(Collectors.toMap(Manifest::id, m -> m));
    List<Path> files;
    try (Stream<Path> listing = Files.list(Checkout.root().resolve("crds"))) {
      files = listing.filter(f -> f.toString().endsWith(".yaml")).toList();
    }
    assertThat(rendered).hasSameSizeAs(files).hasSizeGreaterThan(3);
    for (Path file : files) {
      CustomResourceDefinition wanted = crd(Files.readString(file));
      CustomResourceDefinition is =
          crd(rendered.get(wanted.getKind() + "/" + wanted.getMetadata().getName()).text());
      assertThat(is.getSpec()).as(file.toString()).isEqualTo(wanted.getSpec());
      assertThat(is.getMetadata().getAnnotations())
          .containsEntry("helm.sh/resource-policy", "keep")
          .containsAllEntriesOf(wanted.getMetadata().getAnnotations());
      assertThat(is.getMetadata().getLabels())
          .containsEntry("app.kubernetes.io/part-of", "palisade");
    }
  }

  private static CustomResourceDefinition crd(String text) {
    return Serialization.unmarshal(text, CustomResourceDefinition.class);
  }

  @Test
  void withoutCrdsNothingElseChanges() {
    List<Manifest> all = manifests(template("defaults"));
    List<Manifest> without = manifests(template("crds-off"));
    assertThat(without).noneMatch(Manifest::isCrd);
    assertThat(without)
        .extracting(Manifest::text)
        .containsExactlyElementsOf(
            all.stream().filter(m -> !m.isCrd()).map(Manifest::text).toList());
  }

  @Test
  void commonLabelsAreOnEveryObjectAndPod() {
    List<Manifest> all = manifests(template("defaults", "--set", "commonLabels.team=platform"));
    assertThat(all)
        .hasSizeGreaterThan(30)
        .allSatisfy(m ->
            assertThat(m.object().getMetadata().getLabels()).containsEntry("team", "platform"));
    assertThat(all.stream().filter(m -> m.object().get("spec", "template", "spec") != null))
        .extracting(Manifest::id)
        .containsExactlyInAnyOrder(
            "DaemonSet/palisade-helper",
            "Deployment/palisade-operator",
            "Job/palisade-uninstall-check");
    assertThat(all.stream().filter(m -> m.object().get("spec", "template", "spec") != null))
        .allSatisfy(m ->
            assertThat(
                    m.object().<Map<String, Object>>get("spec", "template", "metadata", "labels"))
                .containsEntry("team", "platform"));
  }

  private static Program template(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--namespace", NAMESPACE, "--values", GOLDEN.resolve(name) + "/values.yaml"));
    arguments.addAll(List.of(more));
    return Bed.helmTemplate(arguments);
  }

  private static List<Manifest> manifests(Program helm) {
    return Manifest.all(helm.successful().out());
  }

  private static String whole(Program helm) {
    return text(manifests(helm).stream().filter(m -> !m.isCrd()).toList());
  }

  private static String change(Program helm) {
    Map<String, Manifest> before = new LinkedHashMap<>();
    manifests(template("defaults")).forEach(m -> before.put(m.id(), m));
    List<Manifest> different =
        manifests(helm).stream()
            .filter(m -> {
              Manifest was = before.remove(m.id());
              return was == null || !was.text().equals(m.text());
            })
            .toList();
    String gone =
        before.keySet().stream().map(id -> "# gone: " + id + "\n").collect(Collectors.joining());
    return gone + text(different);
  }

  private static String text(List<Manifest> manifests) {
    return manifests.stream().map(m -> "---\n" + m.text()).collect(Collectors.joining());
  }

  /** Without the note that the chart's copy of crds/ is a symbolic link. */
  private static String message(Program helm) {
    return helm.err()
        .lines()
        .filter(line -> !line.startsWith("level=INFO"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
