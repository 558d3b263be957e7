package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Clients;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rights.txt} against the chart, and against the API server's own answers. */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class RightsIT {
  private static final List<String> VERBS =
      List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
  private static final List<String> SUBRESOURCE_VERBS = List.of("get", "create", "update", "patch");

  private static final List<String> NAMESPACED =
      List.of(
          "palisade.dev/securitypolicies",
          "palisade.dev/securitypolicies/status",
          "palisade.dev/rolloutcommands",
          "palisade.dev/rolloutcommands/status",
          "pods",
          "pods/exec",
          "pods/eviction",
          "pods/ephemeralcontainers",
          "pods/log",
          "pods/status",
          "secrets",
          "configmaps",
          "services",
          "events",
          "serviceaccounts",
          "serviceaccounts/token",
          "apps/deployments",
          "apps/deployments/scale",
          "apps/replicasets",
          "apps/statefulsets",
          "apps/daemonsets",
          "apps/controllerrevisions",
          "batch/jobs",
          "batch/cronjobs",
          "policy/poddisruptionbudgets",
          "coordination.k8s.io/leases",
          "rbac.authorization.k8s.io/roles",
          "rbac.authorization.k8s.io/rolebindings");

  private static final List<String> CLUSTER =
      List.of(
          "palisade.dev/clustersecuritypolicies",
          "palisade.dev/clustersecuritypolicies/status",
          "palisade.dev/securitybases",
          "palisade.dev/securitybases/status",
          "palisade.dev/securityprofiles",
          "palisade.dev/securityprofileblobs",
          "palisade.dev/nodesecuritystates",
          "nodes",
          "nodes/status",
          "nodes/proxy",
          "namespaces",
          "persistentvolumes",
          "rbac.authorization.k8s.io/clusterroles",
          "rbac.authorization.k8s.io/clusterrolebindings",
          "admissionregistration.k8s.io/validatingadmissionpolicies",
          "admissionregistration.k8s.io/validatingadmissionpolicybindings",
          "admissionregistration.k8s.io/mutatingwebhookconfigurations",
          "apiextensions.k8s.io/customresourcedefinitions",
          "certificates.k8s.io/certificatesigningrequests");

  /** Objects that a role names, by resource. */
  private static final Map<String, String> NAMED =
      Map.of(
          "coordination.k8s.io/leases", "palisade-operator",
          "apps/deployments", "palisade-operator",
          "apps/daemonsets", "palisade-helper");

  private static final String ABSENT = "it-nobody";
  private static final String ELSEWHERE = "default";

  @BeforeAll
  static void install(KubernetesClient client) {
    Crds.install(client);
    SystemNamespace.install(client);
  }

  @Test
  void chartGivesWhatTheTableSaysAndNothingElse(KubernetesClient client) {
    byte[] manifests = ChartRights.manifests().getBytes(StandardCharsets.UTF_8);
    assertThat(Right.of(client.load(new ByteArrayInputStream(manifests)).items()))
        .isEqualTo(Right.table());
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "helper", "uninstall-check", "test"})
  void apiServerAnswersAsTheTableSays(String account, KubernetesClient admin) {
    Set<Right> table = Right.table();
    List<String> wrong = new ArrayList<>();
    int allowed = 0;
    int refused = 0;
    try (KubernetesClient client =
        Clients.of(SystemNamespace.unbound(admin, "palisade-" + account)).build()) {
      for (Asked ask : questions().toList()) {
        boolean expected =
            places(ask)
                .anyMatch(
                    where -> table.contains(new Right(account, ask.verb(), ask.resource(), where)));
        if (ask.allowed(client) != expected) {
          wrong.add((expected ? "refused: " : "allowed: ") + ask);
        } else if (expected) {
          allowed++;
        } else {
          refused++;
        }
      }
    }
    System.out.printf("%s: %d requests allowed, %d refused%n", account, allowed, refused);
    assertThat(wrong).as("answers other than the table's for %s", account).isEmpty();
    assertThat(allowed).isPositive();
    assertThat(refused).isGreaterThan(allowed);
  }

  /** Every right of the table is among the questions. */
  @Test
  void nothingInTheTableIsLeftOut() {
    List<String> asked =
        questions()
            .flatMap(
                ask -> places(ask).map(where -> ask.verb() + " " + ask.resource() + " " + where))
            .toList();
    assertThat(Right.table())
        .allSatisfy(right ->
            assertThat(asked)
                .contains(right.verb() + " " + right.resource() + " " + right.where()));
  }

  private static Stream<Asked> questions() {
    Stream<Asked> named =
        NAMED.entrySet().stream()
            .flatMap(e ->
                Stream.of("get", "update", "patch", "delete")
                    .map(verb -> new Asked(verb, e.getKey(), FakeNode.SYSTEM, e.getValue())));
    return Stream.concat(
        named,
        Stream.concat(
            CLUSTER.stream().flatMap(r -> questions(r, "")),
            NAMESPACED.stream()
                .flatMap(
                    r -> Stream.of(FakeNode.SYSTEM, ELSEWHERE).flatMap(n -> questions(r, n)))));
  }

  private static Stream<Asked> questions(String resource, String namespace) {
    boolean sub =
        resource.matches(".*/(status|exec|eviction|ephemeralcontainers|log|token|scale|proxy)");
    return (sub ? SUBRESOURCE_VERBS : VERBS)
        .stream().map(verb -> new Asked(verb, resource, namespace, ABSENT));
  }

  /** How the table may name the place of a question. */
  private static Stream<String> places(Asked ask) {
    return ask.namespace().isEmpty()
        ? Stream.of(Right.EVERYWHERE)
        : Stream.of(Right.EVERYWHERE, ask.namespace(), ask.namespace() + "/" + ask.name());
  }
}
