package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.rollout.Pod;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A verdict counts only from the report of this boot by the Ready helper that is there now (I5).
 */
class PodFactsTest {
  private static final Node NODE =
      read(
          """
          {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "n1"},
           "spec": {}, "status": {"nodeInfo": {"bootID": "boot-1"},
             "conditions": [{"type": "Ready", "status": "True",
               "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
          """,
          Node.class);
  private static final io.fabric8.kubernetes.api.model.Pod POD =
      read(
          """
          {"kind": "Pod", "apiVersion": "v1",
           "metadata": {"name": "web-1", "namespace": "shop", "uid": "pod-uid"},
           "spec": {"nodeName": "n1", "containers": []},
           "status": {"phase": "Running", "conditions": []}}
          """,
          io.fabric8.kubernetes.api.model.Pod.class);

  @ParameterizedTest
  @CsvSource({
    "boot-1, helper-1, helper-1, True, Enforced",
    "boot-0, helper-1, helper-1, True, ''",
    "boot-1, helper-0, helper-1, True, ''",
    "boot-1, helper-1, helper-1, False, ''",
    "boot-1, helper-1, '', True, ''"
  })
  void whoseVerdictCounts(
      String boot, String reporter, String helper, String ready, String verdict) {
    NodeSecurityState state =
        read(
            """
            {"kind": "NodeSecurityState", "apiVersion": "palisade.dev/v1alpha1",
             "metadata": {"name": "n1"},
             "status": {"bootID": "%s", "helper": {"podUID": "%s"},
               "appArmor": {"capable": true, "reason": "Capable"},
               "pods": [{"uid": "pod-uid", "verdict": "Enforced"}]}}
            """
                .formatted(boot, reporter),
            NodeSecurityState.class);
    Optional<io.fabric8.kubernetes.api.model.Pod> pod =
        Optional.of(helper)
            .filter(uid -> !uid.isEmpty())
            .map(uid ->
                read(
                    """
                    {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "h", "uid": "%s"},
                     "spec": {"nodeName": "n1", "containers": []},
                     "status": {"conditions": [{"type": "Ready", "status": "%s"}]}}
                    """
                        .formatted(uid, ready),
                    io.fabric8.kubernetes.api.model.Pod.class));
    Pod seen =
        PodFacts.of(
                List.of(POD),
                List.of(),
                List.of(NodeFacts.of(NODE, pod, Optional.of(state))),
                Map.of("n1", state))
            .getFirst();
    assertThat(seen.verdict().map(Pod.Verdict::word).orElse("")).isEqualTo(verdict);
  }

  private static <T> T read(String json, Class<T> type) {
    return Serialization.unmarshal(json, type);
  }
}
