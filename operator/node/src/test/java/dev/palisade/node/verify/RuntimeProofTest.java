package dev.palisade.node.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.Support;
import dev.palisade.node.model.Pod;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeProofTest {
  private static final Support KERNEL = new Support(Support.CAPABLE, "");
  private static final String ID = "e".repeat(64);
  private static final Pod SELF =
      Fixtures.pod(
          """
          {'metadata': {'name': 'helper', 'uid': 'u'}, 'spec': {'containers': [{'name': 'helper'}, {'name': 'probe'}]},
           'status': {'containerStatuses': [{'name': 'probe', 'containerID': 'containerd://%s'}]}}
          """
              .formatted(ID));

  @ParameterizedTest
  @CsvSource({
    "cri-containerd.apparmor.d (enforce), 985, Capable",
    "cri-containerd.apparmor.d (complain), 985, RuntimeIgnoresAppArmor",
    "unconfined, 985, RuntimeIgnoresAppArmor",
    "unconfined, 995, ProbePending",
    "crio-default (enforce), 999, Capable"
  })
  void theProbesLabelDecides(String label, double started, String reason) {
    var probe = new ContainerProcess(7, started, ID, Label.parse(label), 0, 0, List.of());
    var seen = new Processes(1000, Map.of(ID, List.of(probe)), Set.of());
    assertThat(RuntimeProof.of(KERNEL, Optional.of(SELF), seen).reason()).isEqualTo(reason);
  }

  @Test
  void withoutAProbeNothingIsProven() {
    assertThat(RuntimeProof.of(KERNEL, Optional.of(SELF), Processes.NONE).reason())
        .isEqualTo("ProbePending");
    assertThat(RuntimeProof.of(KERNEL, Optional.empty(), Processes.NONE).reason())
        .isEqualTo("ProbePending");
  }

  @Test
  void aKernelThatCannotIsTheReason() {
    var locked = new Support("PolicyLocked", "why");
    assertThat(RuntimeProof.of(locked, Optional.of(SELF), Processes.NONE)).isEqualTo(locked);
  }
}
