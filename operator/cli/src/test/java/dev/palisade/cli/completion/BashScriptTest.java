package dev.palisade.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.cli.completion.CompletionCommand.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The script for bash in a bash, with a command in our place that writes down what it was asked.
 * The other two were tried by hand (docs/design/0080): their shells are not part of a build.
 */
class BashScriptTest {
  @TempDir Path directory;
  private Path asked;

  @BeforeEach
  void command() throws IOException {
    asked = directory.resolve("asked");
    Path command =
        Files.writeString(
            directory.resolve("palisade"),
            """
            #!/bin/bash
            printf '<%%s>' "$@" >%s
            printf '%%s\\n' $'status\\tdoes this' arn:aws:one arn:aws:two :4
            """
                .formatted(asked));
    assertThat(command.toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'palisade ', <__complete><>, 'status arn:aws:one arn:aws:two'",
    "'palisade status --namespace=sh', <__complete><status><--namespace=sh>, 'status arn:aws:one arn:aws:two'",
    "'palisade status  --context arn:aws:t', <__complete><status><--context><arn:aws:t>, 'status one two'",
    "'palisade status --context=arn:aws:', <__complete><status><--context=arn:aws:>, 'status one two'"
  })
  void asksAndOffers(String typed, String expectedQuestion, String expectedReply) throws Exception {
    String reply =
        bash(
            CompletionCommand.script(Shell.bash, "palisade")
                + "\nCOMP_LINE='%s' COMP_POINT=%d\n__palisade_complete; echo \"${COMPREPLY[*]}\""
                    .formatted(typed, typed.length()));
    assertThat(Files.readString(asked)).isEqualTo(expectedQuestion);
    assertThat(reply).isEqualTo(expectedReply + "\n");
  }

  @Test
  void isForTheCommandThatPrintedIt() throws Exception {
    assertThat(bash(CompletionCommand.script(Shell.bash, "kubectl-palisade") + "\ncomplete -p"))
        .isEqualTo("complete -o default -F __palisade_complete kubectl-palisade\n");
  }

  @ParameterizedTest
  @EnumSource(Shell.class)
  void eachScriptNamesTheCommandAndAsksIt(Shell shell) throws IOException {
    assertThat(CompletionCommand.script(shell, "kubectl-palisade"))
        .contains(shell + " completion of kubectl-palisade", "__complete", "kubectl-palisade\n")
        .doesNotContain("COMMAND");
  }

  private String bash(String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "--norc", "-c", script);
    builder.environment().merge("PATH", directory.toString(), (old, ours) -> ours + ":" + old);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }
}
