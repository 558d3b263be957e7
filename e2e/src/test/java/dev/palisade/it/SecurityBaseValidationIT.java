package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.it.ValidationCases.Case;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person is told about a base that the API server refuses. */
@OnBed(Nodes.NONE)
class SecurityBaseValidationIT {
  private static final ValidationCases CASES = ValidationCases.load("securitybase.yaml");

  @BeforeAll
  static void crds(KubernetesClient client) {
    Crds.install(client);
  }

  static Stream<Case> accepted() {
    return CASES.accepted().stream();
  }

  static Stream<Case> refused() {
    return CASES.refused().stream();
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Case base, KubernetesClient client) {
    assertThat(StrictRequest.refusalInCluster(client, "securitybases", base.manifest(CASES.base())))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void refused(Case base, KubernetesClient client) {
    assertThat(StrictRequest.refusalInCluster(client, "securitybases", base.manifest(CASES.base())))
        .contains(base.message());
  }
}
