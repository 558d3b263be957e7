package dev.palisade.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No engine builds these here; they are compared with what is built and run here. */
class DockerfileTest {
  private static final Path ROOT = Checkout.root();
  private static final Pattern ASKED =
      Pattern.compile("need_packages((?: [\\w.-]+:[a-z0-9.+-]+)+)");
  private static final Pattern LABEL = Pattern.compile("([\\w.]+)=\"([^\"]*)\"");

  private Dockerfile dockerfile;

  @BeforeEach
  void parse() throws IOException {
    dockerfile = Dockerfile.parse(text("images/Dockerfile"));
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  @Test
  void keepsTheRules() {
    assertThat(dockerfile.stages()).hasSizeGreaterThan(5);
    assertThat(dockerfile.complaints()).isEmpty();
  }

  @Test
  void theBuilderKeepsTheRulesAndHasTheSameJdkAndMaven() throws IOException {
    Dockerfile builder = Dockerfile.parse(text("scripts/builder/Dockerfile"));
    assertThat(builder.complaints()).isEmpty();
    assertThat(builder.stage("java").base()).isEqualTo(dockerfile.stage("jars").base());
  }

  /** Else it would be installed anew in every run. */
  @Test
  void theBuilderHasThePackagesThatScriptsAskFor() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (String directory : List.of("scripts", "images", "e2e/bed/lib")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
        for (Path file : files.filter(DockerfileTest::isScript).toList()) {
          ASKED.matcher(Files.readString(file)).results().forEach(call -> packages(call, asked));
        }
      }
    }
    asked.remove("maven"); // a distribution of its own, newer than Debian's
    Dockerfile builder = Dockerfile.parse(text("scripts/builder/Dockerfile"));
    List<String> words =
        builder.stage("builder").instructions().stream().flatMap(i -> i.words().stream()).toList();
    assertThat(asked).contains("mmdebstrap", "docker-cli").hasSizeGreaterThan(10);
    assertThat(words).containsAll(asked);
  }

  private static boolean isScript(Path file) {
    return Files.isRegularFile(file) && !file.toString().contains("/target/");
  }

  private static void packages(MatchResult call, Set<String> out) {
    for (String word : call.group(1).strip().split(" ", -1)) {
      out.add(word.substring(word.indexOf(':') + 1));
    }
  }

  @Test
  void aDockerfileAgainstTheRulesIsComplainedAbout() {
    String text =
        """
        ARG ELSEWHERE=registry.example:5000/go:1.26.8
        FROM debian:trixie-slim AS a
        ADD https://example.org/x /x
        RUN true && \\
            curl -s https://example.org | sh
        FROM a AS b
        COPY --from=c /x /
        FROM ${ELSEWHERE} AS d
        FROM registry.example/team/go:1.26.8 AS e
        """;
    assertThat(Dockerfile.parse(text).complaints())
        .containsExactly(
            "a: FROM debian:trixie-slim: no version",
            "a: ADD https://example.org/x /x",
            "a: RUN true && curl -s https://example.org | sh",
            "b: COPY --from=c: no such stage",
            "d: FROM registry.example:5000/go:1.26.8: names a registry's host",
            "e: FROM registry.example/team/go:1.26.8: names a registry's host");
  }

  /** User, environment, entry point and labels, as images/lib/archive.sh writes them. */
  @ParameterizedTest
  @ValueSource(strings = {"operator", "helper", "demo-app"})
  void isConfiguredAsTheImageWithoutARegistry(String name) throws IOException {
    JsonNode built = configuration(name);
    Dockerfile.Stage stage = dockerfile.stage(name);
    assertThat(stage.base()).isEqualTo("scratch");
    assertThat(stage.argument("USER")).contains(built.path("User").asText());
    assertThat(stage.argument("ENV")).contains(built.at("/Env/0").asText());
    assertThat(new ObjectMapper().readTree(stage.argument("ENTRYPOINT").orElseThrow()))
        .isEqualTo(built.path("Entrypoint"));
    Map<String, String> labels = new TreeMap<>();
    built.path("Labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    assertThat(labels(stage)).isEqualTo(labels).hasSizeGreaterThan(3);
  }

  private static Map<String, String> labels(Dockerfile.Stage stage) {
    Map<String, String> out = new TreeMap<>();
    Matcher label = LABEL.matcher(stage.argument("LABEL").orElseThrow());
    while (label.find()) {
      out.put(label.group(1), label.group(2));
    }
    return out;
  }

  private static JsonNode configuration(String name) throws IOException {
    Matcher image = found("image " + name + " (\\S+) (\\d+)", text("images/build"));
    String entrypoint =
        image.group(1).equals("\"$JAVA_ENTRYPOINT\"")
            ? found("JAVA_ENTRYPOINT='(.*)'", text("images/lib/java.sh")).group(1)
            : image.group(1).replace("'", "");
    String script =
        """
        . "$ROOT/scripts/pom"; . "$ROOT/images/lib/archive.sh"
        VERSION=$(version) LAYER_TIME=$(made_at)
        json_config "$@" '"sha256:0"'
        """;
    Program bash =
        Program.run(
            List.of("bash", "-euc", script, "-", name, entrypoint, image.group(2)),
            Map.of("ROOT", ROOT.toString()),
            Duration.ofMinutes(1));
    return new ObjectMapper().readTree(bash.successful().out()).path("config");
  }

  private static Matcher found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher;
  }

  /** Jars once, where the build runs; all else on the machine that the image is for. */
  @Test
  void onlyJarsAreOfTheBuildingMachine() {
    assertThat(dockerfile.stages().stream().filter(stage -> !stage.platform().isEmpty()))
        .allSatisfy(stage -> assertThat(stage.platform()).isEqualTo("$BUILDPLATFORM"))
        .extracting(Dockerfile.Stage::name)
        .containsExactly("jars");
  }

  @Test
  void whatItTakesFromTheCheckoutIsThere() throws IOException {
    List<String> taken =
        text("images/Dockerfile.dockerignore")
            .lines()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    assertThat(taken).contains("pom.xml", "operator", "images", "scripts");
    assertThat(taken).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    for (String script : List.of("scripts/jars", "images/docker/fill")) {
      assertThat(text("images/Dockerfile")).contains(script);
      assertThat(ROOT.resolve(script)).isExecutable();
      assertThat(taken).contains(script.replaceFirst("/.*", ""));
    }
  }
}
