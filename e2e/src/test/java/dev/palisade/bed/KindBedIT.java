package dev.palisade.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@link BedIT} asks of the native bed, of one that kind makes. */
@Tag("nightly")
class KindBedIT {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  @Test
  void startsEndsAndGetsOverCrashes() {
    Program selftest =
        Program.run(
            List.of(Checkout.root().resolve("e2e/bed/selftest-kind").toString()), Map.of(), LIMIT);
    assertThat(selftest.out().lines())
        .as("%s", selftest.err())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("ok "));
    assertThat(selftest.exitCode()).as("%s", selftest.err()).isZero();
  }
}
