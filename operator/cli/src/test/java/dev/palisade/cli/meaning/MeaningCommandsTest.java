package dev.palisade.cli.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.cli.PalisadeCommand;
import dev.palisade.cli.text.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import picocli.CommandLine;

/** What the commands print of files in {@code meaning/}, beside them as golden files. */
class MeaningCommandsTest {
  private static final Path HOME = Path.of("src/test/resources/meaning");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "can-i | 1 | can-i -f new.yaml --container app write /var/log/checkout/a",
        "can-i-json | 1 | can-i -f new.yaml -c app -o json capability NET_RAW",
        "can-i-default | 0 | can-i -f new.yaml --container sidecar read,write /var/log/checkout/a",
        "can-i-crio | 1 | can-i -f old.yaml --runtime crio capability MKNOD",
        "can-i-bad | 2 | can-i -f new.yaml wirte /a",
        "explain | 0 | explain -f new.yaml",
        "explain-yaml | 0 | explain -f old.yaml -o yaml",
        "diff | 1 | diff old.yaml new.yaml",
        "diff-json | 1 | diff old.yaml new.yaml -o json",
        "diff-same | 0 | diff old.yaml old.yaml",
        "diff-complain | 1 | diff restricted.yaml restricted-complain.yaml",
        "diff-enforce | 1 | diff restricted-complain.yaml restricted.yaml",
        "can-i-complain | 0 | can-i -f restricted-complain.yaml --container app write /srv/x",
        "can-i-cluster | 1 | can-i -f cluster.yaml --container app read /etc/keys/a",
        "can-i-cluster-syscall | 1 | can-i -f cluster.yaml syscall ptrace",
        "can-i-cluster-device | 1 | can-i -f cluster.yaml device block 8:0 read",
        "explain-cluster | 0 | explain -f cluster.yaml",
        "can-i-own-base | 0 | can-i -f own-base.yaml execute /opt/java/bin/java",
        "can-i-own-base-denied | 1 | can-i -f own-base.yaml write /opt/java/lib/security/cacerts",
        "explain-own-base | 0 | explain -f own-base.yaml --base",
        "can-i-syscall | 1 | can-i -f syscalls.yaml syscall socket 16",
        "can-i-syscall-list | 1 | can-i -f syscalls.yaml -c app -o json syscall ptrace",
        "can-i-no-filter | 0 | can-i -f old.yaml syscall mount",
        "explain-syscalls | 0 | explain -f syscalls.yaml",
        "diff-syscalls | 0 | diff new.yaml syscalls.yaml",
        "diff-syscalls-json | 1 | diff syscalls.yaml new.yaml -o json",
        "lint-syscalls | 1 | lint -f syscalls.yaml",
        "can-i-device | 1 | can-i -f devices.yaml --container app device block 8:0 read,write",
        "can-i-device-json | 0 | can-i -f devices.yaml -o json device character 1:3 write",
        "can-i-device-listed | 1 | can-i -f devices-listed.yaml device character 10:200 read",
        "can-i-device-complain | 0 | can-i -f devices-complain.yaml device block 8:0 read",
        "can-i-device-unsaid | 0 | can-i -f old.yaml device block 8:0 read",
        "explain-devices | 0 | explain -f devices.yaml",
        "explain-devices-listed | 0 | explain -f devices-listed.yaml -o json",
        "explain-devices-complain | 0 | explain -f devices-complain.yaml",
        "diff-devices | 1 | diff devices.yaml devices-listed.yaml",
        "diff-devices-json | 1 | diff devices.yaml devices-listed.yaml -o json",
        "diff-devices-complain | 1 | diff devices.yaml devices-complain.yaml",
        "lint-devices | 1 | lint -f devices.yaml",
        "lint-devices-listed | 1 | lint -f devices-listed.yaml",
        "lint-devices-complain | 1 | lint -f devices-complain.yaml",
        "test-devices | 1 | test -f device-cases.yaml",
        "can-i-program | 1 | can-i -f programs.yaml -c app --program /usr/bin/psql read /etc/ssl/a",
        "can-i-no-program | 0 | can-i -f programs.yaml -c app read /etc/ssl/a",
        "can-i-program-json | 0 | can-i -f programs.yaml -c app --program /usr/bin/dash -o json read /etc/ssl/a",
        "can-i-program-bad | 2 | can-i -f programs.yaml --program psql read /etc/ssl/a",
        "explain-programs | 0 | explain -f programs.yaml",
        "diff-programs | 1 | diff programs.yaml old.yaml",
        "diff-programs-json | 1 | diff old.yaml programs.yaml -o json",
        "lint-programs | 1 | lint -f programs.yaml",
        "test-programs | 0 | test -f program-cases.yaml",
        "lint | 1 | lint -f new.yaml",
        "lint-json | 0 | lint -f old.yaml -o json",
        "test | 1 | test -f cases.yaml",
        "test-json | 1 | test -f cases.yaml -o json",
        "test-bad | 2 | test -f bad-cases.yaml"
      })
  void prints(String golden, int exitCode, String words) throws IOException {
    Run run = run(words);
    Golden.assertLines(HOME.resolve(golden + ".txt"), (run.out() + run.err()).lines().toList());
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void resultsAsJUnitHasThem(@TempDir Path directory) throws Exception {
    Path xml = directory.resolve("results.xml");
    assertThat(run("test -f cases.yaml --junit " + xml).exitCode()).isEqualTo(1);
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getDocumentElement();
    assertThat(suite.getAttribute("tests")).isEqualTo("5");
    assertThat(suite.getAttribute("failures")).isEqualTo("2");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    assertThat(((Element) suite.getElementsByTagName("failure").item(0)).getAttribute("message"))
        .isEqualTo("expected Denied, is Allowed by RuntimeDefault");
  }

  @Test
  void severalPoliciesNeedAName(@TempDir Path directory) throws IOException {
    String one = Files.readString(HOME.resolve("old.yaml"));
    Path both = directory.resolve("both.yaml");
    Files.writeString(both, one + "---\n" + one.replace("name: checkout,", "name: other,"));
    assertThat(run("can-i -f " + both + " mount /mnt").err())
        .isEqualTo(
            "error: %s: has several policies; name one of checkout, other\n".formatted(both));
    assertThat(run("can-i -f " + both + " --policy other mount /mnt").exitCode()).isEqualTo(1);
  }

  private record Run(int exitCode, String out, String err) {}

  /** Files are those of {@link #HOME}, and are printed as they were typed. */
  private static Run run(String words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        PalisadeCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> arguments =
        List.of(words.split(" ")).stream()
            .map(w -> Files.exists(HOME.resolve(w)) ? HOME.resolve(w).toString() : w)
            .toList();
    int exitCode = line.execute(arguments.toArray(String[]::new));
    String home = HOME + "/";
    return new Run(exitCode, out.toString().replace(home, ""), err.toString().replace(home, ""));
  }
}
