package dev.palisade.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where a script runs, and what it says about it: scripts/way on machines that have or lack what it
 * asks for. A program that is there only answers how it is asked here.
 */
class WayTest {
  private static final String NO_JDK =
      "no JDK 25 or newer in JAVA_HOME, PATH or /nowhere, but a Docker engine (28.1.0)";
  private static final Map<String, String> ANSWERS =
      Map.of(
          "javac", "echo javac 25.0.3",
          "javac-21", "echo javac 21.0.2",
          "docker", "echo 28.1.0",
          "docker-off", "echo Cannot connect; exit 1");

  @TempDir private Path machine;

  @ParameterizedTest(name = "{0}; {1}; uid {2}; PALISADE_WAY={3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what the machine has            | NEEDS                    | uid  | PALISADE_WAY | way | reason
          javac mvn go mmdebstrap           | jdk mvn go packages root | 0    | ''        | here      | JDK at
          javac apt-get go                  | jdk mvn go packages root | 0    | ''        | here      | JDK at
          javac mvn docker                  | jdk mvn                  | 1000 | ''        | here      | JDK at
          docker                            | ''                       | 1000 | ''        | here      | ''
          javac mvn go mmdebstrap docker    | jdk mvn go packages root | 1000 | ''        | container | no root, but a Docker engine (28.1.0)
          javac apt-get go docker           | jdk mvn go packages root | 1000 | ''        | container | no Maven, no mmdebstrap, no root, but a Docker engine (28.1.0)
          docker                            | jdk                      | 0    | ''        | container | NO_JDK
          javac-21 docker                   | jdk                      | 0    | ''        | container | NO_JDK
          javac mvn docker                  | jdk mvn go               | 0    | ''        | container | no Go, but a Docker engine (28.1.0)
          javac mvn                         | jdk mvn go               | 0    | ''        | none      | no Go: install Go 1.26.0 or newer; or start Docker; now: no docker command
          docker-off                        | mvn                      | 0    | ''        | none      | no Maven: install Maven; or start Docker; now: no Docker engine answers: Cannot connect
          docker                            | mvn root                 | 1000 | here      | none      | no Maven: install Maven; no root: the test bed
          javac mvn                         | jdk mvn                  | 1000 | inside    | here      | ''
          javac mvn docker                  | jdk mvn                  | 1000 | container | container | PALISADE_WAY=container, and a Docker engine (28.1.0)
          javac mvn                         | jdk mvn                  | 1000 | container | none      | PALISADE_WAY=container: no docker command
          javac mvn docker                  | jdk mvn                  | 1000 | there     | none      | here or container
          """)
  void takesTheWayThatTheMachineAllows(
      String has, String needs, String uid, String told, String way, String reason)
      throws IOException {
    for (String program : has.split(" ", -1)) {
      provide(program.replaceFirst("-(21|off)$", ""), ANSWERS.getOrDefault(program, "exit 1"));
    }
    provide("id", "echo " + uid);
    for (String tool : List.of("dirname", "readlink", "sed", "tail", "timeout")) {
      provide(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
    Program decided = decide(needs, told);
    assertThat(decided.out()).startsWith(way + "\n");
    String said = decided.out().substring(way.length() + 1).strip();
    String expected = reason.replace("NO_JDK", NO_JDK);
    if (expected.isEmpty()) {
      assertThat(said).isEmpty();
    }
    assertThat(said).contains(expected.split("; ", -1));
  }

  /** A PATH of the machine's own, and no /usr/lib/jvm. */
  private Program decide(String needs, String told) {
    String script =
        """
        . <(sed 's,/usr/lib/jvm,/nowhere,' "$ROOT/scripts/way")
        PATH=$MACHINE JAVA_HOME= decide
        printf '%s\\n' "$WAY" "$REASON"
        """;
    return Program.run(
            List.of("bash", "-euc", script),
            Map.of(
                "ROOT",
                Checkout.root().toString(),
                "MACHINE",
                machine.toString(),
                "NEEDS",
                needs,
                "PALISADE_WAY",
                told),
            Duration.ofSeconds(30))
        .successful();
  }

  private void provide(String program, String answer) throws IOException {
    Path directory = program.equals("javac") ? machine.resolve("jdk/bin") : machine;
    Files.createDirectories(directory);
    Path file = Files.writeString(directory.resolve(program), "#!/bin/bash\n" + answer + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    if (program.equals("javac")) {
      Files.createSymbolicLink(machine.resolve(program), file);
    }
  }
}
