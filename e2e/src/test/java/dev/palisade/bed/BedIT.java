package dev.palisade.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The bed keeps its word about starting, ending by pid and crashing: {@code e2e/bed/selftest} and
 * {@code selftest-kind}, each on a bed of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class BedIT {
  @Test
  void startsEndsAndGetsOverCrashes() {
    keepsItsWord("selftest", Duration.ofMinutes(5));
  }

  @Test
  @Tag("nightly")
  void madeByKindItDoesSoToo() {
    keepsItsWord("selftest-kind", Duration.ofMinutes(30));
  }

  private static void keepsItsWord(String script, Duration limit) {
    Program selftest =
        Program.run(
            List.of(Checkout.root().resolve("e2e/bed").resolve(script).toString()),
            Map.of(),
            limit);
    assertThat(selftest.out().lines())
        .as("%s", selftest.err())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("ok "));
    assertThat(selftest.exitCode()).as("%s", selftest.err()).isZero();
  }
}
