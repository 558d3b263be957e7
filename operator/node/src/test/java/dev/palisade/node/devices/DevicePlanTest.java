package dev.palisade.node.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.devices.DevicePlan.Attach;
import dev.palisade.node.devices.DevicePlan.Seen;
import dev.palisade.node.proc.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicePlanTest {
  private static final String SANDBOX = "d".repeat(64);
  private static final String OTHER = "c".repeat(64);

  @ParameterizedTest
  @CsvSource({
    // attached, late, before, occupied
    "true,  false, true,  true,  nothing",
    "true,  false, false, false, nothing",
    "false, true,  true,  true,  nothing",
    "true,  true,  false, true,  nothing",
    "false, false, false, false, in time",
    "false, false, false, true,  late",
    "false, false, true,  false, late",
    "false, false, true,  true,  late"
  })
  void whatIsMissingIsAttachedAndLateWhereSomethingMayBeOpen(
      boolean attached, boolean late, boolean before, boolean occupied, String step) {
    assertThat(
            DevicePlan.step(new Seen(attached, late, before, occupied))
                .map(s -> s.late() ? "late" : "in time")
                .orElse("nothing"))
        .isEqualTo(step);
  }

  @Test
  void theReasonTellsARepairFromAnArrivalThatWasLate() {
    assertThat(DevicePlan.step(new Seen(false, false, true, true)).map(Attach::why))
        .isEqualTo(Optional.of("somebody else has taken it away"));
    assertThat(DevicePlan.step(new Seen(false, false, false, true)).map(Attach::why))
        .isEqualTo(Optional.of("the pod's processes were there first"));
  }

  /** S: the sandbox's cgroup, A: the one of container app, O: one that the status does not name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | false
          S=unconfined              | false
          O=unconfined              | false
          -=unconfined              | false
          -=unconfined S=unconfined | false
          S=unconfined O=unconfined | true
          A=unconfined              | true
          O=palisade.shop.x         | true
          -=palisade.shop.x         | true
          """)
  void aContainerThatIsNotTheSandboxMayHaveOpenedSomething(String seen, boolean occupied) {
    Map<String, List<Label>> labels = new HashMap<>();
    for (String one : seen.split(" ", -1)) {
      if (!one.isEmpty()) {
        String id =
            switch (one.charAt(0)) {
              case 'S' -> SANDBOX;
              case 'A' -> Fixtures.APP_ID;
              case 'O' -> OTHER;
              default -> "";
            };
        labels.put(id, List.of(new Label(one.substring(2), "")));
      }
    }
    assertThat(DevicePlan.isOccupied(Fixtures.pod(Fixtures.privilegedPod()), labels))
        .isEqualTo(occupied);
  }
}
