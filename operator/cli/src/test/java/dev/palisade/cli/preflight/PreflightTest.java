package dev.palisade.cli.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.cluster.Helpers;
import dev.palisade.cli.render.PolicyFile;
import dev.palisade.cli.text.Golden;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.rollout.Leaves;
import dev.palisade.rollout.Probe;
import dev.palisade.rollout.Profiles;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workloads in {@code in.yaml}, with the API server's answers below, to {@code out.txt}. */
class PreflightTest {
  private static final Path CASES = Path.of("src/test/resources/dev/palisade/cli/preflight");

  private static final Map<String, Probe> ANSWERS =
      Map.of(
          "owned",
          new Probe.Conflict(
              List.of(
                  new Probe.Field(
                      "argocd-controller", "spec.template.spec.securityContext.appArmorProfile"))),
          "refused",
          new Probe.Refused("pods \"refused\" is forbidden: violates PodSecurity"));

  @ParameterizedTest
  @ValueSource(strings = {"wait", "avoid", "seccomp", "devices"})
  void verdicts(String name) throws IOException {
    String yaml = Files.readString(CASES.resolve(name).resolve("in.yaml"));
    List<SecurityPolicy> policies = PolicyFile.read("in.yaml", yaml, "", "shop").policies();
    SecurityPolicy policy = policies.get(0);
    RevisionPlan plan = Revisions.plan(policy, Cluster.UNSEEN).plan();
    Preflight preflight =
        new Preflight(
            new PolicyInput(policy, plan),
            view(yaml, policies),
            PreflightTest::answer,
            Instant.parse("2026-11-23T20:00:00Z"));
    PreflightReport made = preflight.report(List.of());
    PreflightReport report =
        new PreflightReport(
            made.namespace(), made.name(), "REVISION", made.workloads(), made.notes());
    Path directory = CASES.resolve(name);
    Golden.assertLines(directory.resolve("out.txt"), PreflightLines.of(report, false));
    Golden.assertLines(
        directory.resolve("out.json"),
        Golden.output("json").whole(new PreflightReport.All(List.of(report))));
  }

  private static Probe answer(Workload w, Leaves leaves) {
    assertThat(leaves.pod().map(Profiles::appArmor).stream())
        .allMatch(profile -> profile.startsWith("palisade.shop.checkout._default."));
    assertThat(leaves.devicesOnly()).isEqualTo(w.template().privileged().isPresent());
    return ANSWERS.getOrDefault(w.name(), new Probe.Accepted());
  }

  private static NamespaceView view(String yaml, List<SecurityPolicy> policies) {
    return new NamespaceView(
        policies,
        List.of(),
        objects(yaml, Deployment.class),
        objects(yaml, StatefulSet.class).stream()
            .map(s ->
                new NamespaceView.Other(
                    "StatefulSet", s.getMetadata().getName(), s.getSpec().getTemplate()))
            .toList(),
        Helpers.nodes(
            objects(yaml, Node.class),
            objects(yaml, NodeSecurityState.class),
            Optional.of(objects(yaml, Pod.class))));
  }

  private static <T extends HasMetadata> List<T> objects(String yaml, Class<T> kind) {
    String mark = "kind: " + kind.getSimpleName() + "\n";
    return Arrays.stream(yaml.split("(?m)^---$"))
        .filter(d -> d.contains(mark))
        .map(d -> Serialization.unmarshal(d, kind))
        .toList();
  }
}
