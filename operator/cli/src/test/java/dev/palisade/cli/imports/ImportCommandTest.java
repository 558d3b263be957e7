package dev.palisade.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.cli.PalisadeCommand;
import dev.palisade.cli.text.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is made of the files in {@code import/}, beside them as golden files. */
class ImportCommandTest {
  private static final Path HOME = Path.of("src/test/resources/import");

  @ParameterizedTest
  @CsvSource({
    "kubearmor.yaml,",
    "varmor.yaml,",
    "spo.yaml,-l app=sleep -n tools",
    "seccomp.yaml,-l app=few",
    "docker.json,-l app=all -n tools",
    "profile.txt,-l app=web --name web --mode enforce",
    "allow.txt,-l app=reports --name reports"
  })
  void translates(String file, String options) throws IOException {
    Run run = run(file, options == null ? "" : options);
    Golden.assertLines(HOME.resolve(file + ".out.yaml"), run.out());
    Golden.assertLines(HOME.resolve(file + ".err"), run.err());
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void whatIsSaidWhollyIsNoMoreThanAPolicy(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("in"), "profile web {\n  network,\n  deny /etc/** w,\n}\n");
    Run run = run(file.toString(), "-l app=web");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("      - \"/etc/**\"");
  }

  /** JSON has braces where a profile has them. */
  @Test
  void readsJson(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("in"),
            """
            {
              "kind": "KubeArmorPolicy",
              "metadata": {
                "name": "json"
              },
              "spec": {
                "selector": {"matchLabels": {"app": "a"}},
                "process": {"matchPaths": [{"path": "/usr/bin/apt"}]}
              }
            }
            """);
    assertThat(run(file.toString(), "").out()).contains("      - \"/usr/bin/apt\"");
  }

  @ParameterizedTest
  @CsvSource({
    "profile web {,web", "profile \"a b\" /usr/{bin;sbin}/x flags=(complain) {,a b",
    "/usr/sbin/nginx {,/usr/sbin/nginx", "\"/a b\" {,/a b"
  })
  void namesOfProfiles(String header, String name) {
    String written = header.replace(';', ',');
    assertThat(ProfileLines.isHeader(written)).isTrue();
    assertThat(ProfileLines.name(written)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: SecurityPolicy | in: kind \"SecurityPolicy\" is not one that can be read; name a file with KubeArmorPolicy,"
            + " KubeArmorClusterPolicy, VarmorPolicy, VarmorClusterPolicy, AppArmorProfile, SeccompProfile, an AppArmor"
            + " profile or a seccomp profile",
        "{defaultAction: SCMP_ACT_ALLOW} | in: seccomp profile in: selects no pods by labels; give those of the pods, as --selector"
            + " app=NAME",
        "{kind: AppArmorProfile, metadata: {name: a}} | in: AppArmorProfile a: selects no pods by labels; give those of the pods,"
            + " as --selector app=NAME",
        "{kind: KubeArmorPolicy, metadata: {name: a.b}, spec: {selector: {matchLabels: {a: b}}}} | in: KubeArmorPolicy a.b: what comes"
            + " of it is refused: metadata.name: the policy name is \"a.b\"; write lower-case letters, digits and -, beginning and"
            + " ending with a letter or digit",
        "'' | in: there is nothing in it; name a file with KubeArmorPolicy, KubeArmorClusterPolicy, VarmorPolicy,"
            + " VarmorClusterPolicy, AppArmorProfile, SeccompProfile, an AppArmor profile or a seccomp profile"
      })
  void refuses(String text, String message, @TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("in"), text + "\n");
    Run run = run(file.toString(), "");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsExactly("error: " + message.replaceFirst("^in:", file + ":"));
  }

  private record Run(int exitCode, List<String> out, List<String> err) {}

  private static Run run(String file, String options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        PalisadeCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String path = Files.exists(HOME.resolve(file)) ? HOME.resolve(file).toString() : file;
    String[] words =
        Stream.concat(
                Stream.of("import", "-f", path),
                Stream.of(options.split(" ")).filter(w -> !w.isEmpty()))
            .toArray(String[]::new);
    int exitCode = line.execute(words);
    return new Run(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }
}
