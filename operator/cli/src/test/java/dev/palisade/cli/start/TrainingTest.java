package dev.palisade.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.cli.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TrainingTest {
  /** A command that ended early would train nothing. */
  @Test
  void eachCommandComesToTheEndThatIsMeant() throws IOException {
    assertThat(Training.run())
        .containsExactly(
            ExitCode.OK,
            ExitCode.OK,
            ExitCode.BAD_INPUT,
            ExitCode.OK,
            ExitCode.OK,
            ExitCode.OK,
            ExitCode.OK,
            ExitCode.OK,
            ExitCode.CLUSTER);
  }
}
