package dev.palisade.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The bed keeps its word about starting, ending by pid and crashing: {@code e2e/bed/selftest}, on a
 * bed of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class BedIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void startsEndsAndGetsOverCrashes() {
    Program selftest =
        Program.run(
            List.of(Checkout.root().resolve("e2e/bed/selftest").toString()), Map.of(), LIMIT);
    assertThat(selftest.out().lines())
        .as("%s", selftest.err())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("ok "));
    assertThat(selftest.exitCode()).as("%s", selftest.err()).isZero();
  }
}
