package dev.palisade.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.rollout.Entry;
import dev.palisade.rollout.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the operator may say, the command line and the guide have an answer to. */
class WaysOutTest {
  private static final Set<Reason> NEEDS_NOBODY =
      EnumSet.of(
          Reason.COMPILED,
          Reason.LOADED,
          Reason.LOADING,
          Reason.ROLLING,
          Reason.ROLLING_BACK,
          Reason.RELEASING,
          Reason.WAITING,
          Reason.COMPLETE,
          Reason.VERIFIED,
          Reason.NO_MATCHING_WORKLOADS,
          Reason.NOTHING_RUNNING,
          Reason.NOT_YET,
          Reason.NOT_DEGRADED);

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonThatNeedsSomebodyHasAWayOut(Reason reason) {
    assertThat(WaysOut.wayOut(reason.word(), "web", "shop").isEmpty())
        .as(reason.word())
        .isEqualTo(NEEDS_NOBODY.contains(reason));
  }

  @Test
  void everyStateThatStopsAWorkloadHasAWayOut() {
    assertThat(Arrays.stream(Entry.State.values()).filter(Entry.State::blocked))
        .isNotEmpty()
        .allSatisfy(s -> assertThat(WaysOut.wayOut(s.word(), "web", "shop")).isPresent());
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void theGuideExplainsEveryReason(Reason reason) throws IOException {
    assertThat(Files.readString(Path.of("../../docs/guide/conditions.md")))
        .contains("`" + reason.word() + "`");
  }
}
