package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.it.ValidationCases.Case;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person is told about an object that the API server refuses. */
@OnBed(Nodes.NONE)
class ValidationIT {
  /** By file of {@code validation/}: where such objects are created. */
  private static final Map<String, String> KINDS =
      Map.of(
          "securitypolicy", "namespaces/default/securitypolicies",
          "rolloutcommand", "namespaces/default/rolloutcommands",
          "clustersecuritypolicy", "clustersecuritypolicies",
          "securitybase", "securitybases");

  @BeforeAll
  static void crds(KubernetesClient client) {
    Crds.install(client);
  }

  static Stream<Arguments> accepted() {
    return cases(ValidationCases::accepted);
  }

  static Stream<Arguments> refused() {
    return cases(ValidationCases::refused);
  }

  private static Stream<Arguments> cases(Function<ValidationCases, List<Case>> which) {
    return KINDS.entrySet().stream()
        .flatMap(kind -> {
          ValidationCases cases = ValidationCases.load(kind.getKey() + ".yaml");
          return which.apply(cases).stream()
              .map(c ->
                  Arguments.of(
                      Named.of(kind.getKey() + ": " + c.name(), kind.getValue()),
                      c.manifest(cases.base()),
                      c));
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void accepted(String objects, JsonNode manifest, Case tried, KubernetesClient client) {
    assertThat(StrictRequest.refusal(client, objects, manifest)).as(tried.name()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String objects, JsonNode manifest, Case tried, KubernetesClient client) {
    assertThat(StrictRequest.refusal(client, objects, manifest)).contains(tried.message());
  }
}
