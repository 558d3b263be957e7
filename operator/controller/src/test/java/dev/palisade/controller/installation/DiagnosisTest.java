package dev.palisade.controller.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.controller.helm.HelmRelease;
import dev.palisade.rollout.Ability;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.Placement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final HelmRelease RELEASE = new HelmRelease("palisade", "palisade-system", "2");
  private static final Operators WELL =
      new Operators(
          2, 2, 2, Set.of("palisade-operator-a", "palisade-operator-b"), "palisade-operator-b_1f");
  private static final Placement LINUX =
      new Placement(Map.of("os", "linux"), List.of(), List.of(), false, Set.of());
  private static final Optional<Node.HelperPod> HELPER =
      Optional.of(new Node.HelperPod("uid", true));
  private static final Optional<Node.Report> CAPABLE = report("boot", "uid", true, "Capable", "");

  @Test
  void allIsWell() {
    Diagnosis diagnosis = of(WELL, node("n1", HELPER, CAPABLE), node("n2", HELPER, CAPABLE));

    assertThat(diagnosis.works()).isTrue();
    assertThat(diagnosis.text())
        .isEqualTo(
            "Palisade works: one of 2 operators leads; 2 of 2 nodes report, 2 of them enforce.\n");
  }

  @Test
  void whatIsMeantToBeSoIsToldAndIsNoProblem() {
    Diagnosis diagnosis =
        of(
            WELL,
            node("n1", HELPER, CAPABLE),
            node(
                "n2",
                HELPER,
                report("boot", "uid", false, "KernelWithoutAppArmor", "add apparmor=1")),
            node("n3", HELPER, report("boot", "uid", false, "PolicyLocked", "")),
            other("windows", true, Map.of("os", "windows")),
            other("away", false, Map.of("os", "linux")));

    assertThat(diagnosis.works()).isTrue();
    assertThat(diagnosis.text())
        .isEqualTo(
            """
            Palisade works: one of 2 operators leads; 3 of 5 nodes report, 1 of them enforce.
            Beside that:
              node windows has no helper: helper.nodeSelector, helper.affinity or helper.tolerations leave it out
              node away is not Ready, so it was not looked at
              node n2 cannot enforce: KernelWithoutAppArmor: add apparmor=1
              node n3 cannot enforce: PolicyLocked
            """);
  }

  @Test
  void eachNodeThatIsNotRightIsNamedWithTheWayOut() {
    Diagnosis diagnosis =
        of(
            WELL,
            node("n1", HELPER, CAPABLE),
            node("n2", Optional.empty(), CAPABLE),
            node("n3", Optional.empty(), Optional.empty()),
            node("n4", Optional.of(new Node.HelperPod("uid", false)), CAPABLE),
            node("n5", HELPER, Optional.empty()),
            node("n6", HELPER, report("earlier", "uid", true, "Capable", "")),
            node("n7", HELPER, report("boot", "another", true, "Capable", "")),
            node("n8", HELPER, report("boot", "uid", false, "ProbePending", "")));

    assertThat(diagnosis.works()).isFalse();
    assertThat(diagnosis.text())
        .isEqualTo(
            """
            Palisade does not work:
              node n2 has no helper pod
              node n3 has no helper pod
                kubectl describe daemonset palisade-helper -n palisade-system says why; where it is Pod Security: kubectl label --overwrite namespace palisade-system pod-security.kubernetes.io/enforce=privileged
              node n4 has a helper that is not Ready
              node n5 has no NodeSecurityState, or an empty one
              node n6 has a NodeSecurityState of an earlier boot, or by an earlier helper
              node n7 has a NodeSecurityState of an earlier boot, or by an earlier helper
                kubectl get pods -n palisade-system -l app.kubernetes.io/name=palisade-helper -o wide, then kubectl logs -n palisade-system -c helper POD
              node n8 does not know yet whether it enforces
                kubectl get nodesecuritystates -o wide says why; a node needs Linux 6.1 with AppArmor switched on
            """);
  }

  @Test
  void rulesAboutDevicesThatAreSwitchedOnAndCannotBeHeldAreTold() {
    Diagnosis diagnosis =
        of(
            WELL,
            node("n1", HELPER, with(devices("Capable", ""))),
            node("n2", HELPER, with(devices("CgroupV1", "boot with the unified hierarchy"))),
            node("n3", HELPER, with(new Ability(false, "", "of an older version", Instant.MAX))));

    assertThat(diagnosis.works()).isTrue();
    assertThat(diagnosis.text())
        .endsWith(
            """
            Beside that:
              node n2 cannot hold rules about devices: CgroupV1: boot with the unified hierarchy
            """);
  }

  @Test
  void withoutANodeThatEnforcesNothingWorks() {
    assertThat(
            of(WELL, node("n1", HELPER, report("boot", "uid", false, "SecurityfsMissing", "")))
                .text())
        .isEqualTo(
            """
            Palisade does not work:
              no node enforces AppArmor
                kubectl get nodesecuritystates -o wide says why; a node needs Linux 6.1 with AppArmor switched on
            Beside that:
              node n1 cannot enforce: SecurityfsMissing
            """);
    assertThat(of(WELL, other("windows", true, Map.of("os", "windows"))).works()).isFalse();
  }

  @Test
  void operatorsAreToRunAndOneIsToLead() {
    Set<String> ready = Set.of("palisade-operator-a");

    assertProblem(
        new Operators(0, 0, 0, Set.of(), ""),
        "Deployment palisade-operator has no replicas: no policy is obeyed",
        "helm upgrade palisade -n palisade-system with operator.replicas");
    assertProblem(
        new Operators(2, 2, 1, ready, "palisade-operator-a_1f"),
        "Deployment palisade-operator: of 2 replicas 2 are of its present template, 1 are available",
        "kubectl describe deployment,replicaset,pod -n palisade-system -l app.kubernetes.io/name=palisade-operator");
    assertProblem(
        new Operators(2, 1, 2, ready, "palisade-operator-a_1f"),
        "of 2 replicas 1 are of its present template, 2 are available",
        "kubectl describe deployment");
    assertProblem(
        new Operators(1, 1, 1, ready, ""),
        "no operator leads: the Lease palisade-operator is held by nobody",
        "kubectl logs -n palisade-system -l app.kubernetes.io/name=palisade-operator");
    assertProblem(
        new Operators(1, 1, 1, ready, "palisade-operator-ab_1f"),
        "is held by palisade-operator-ab_1f, which is no Ready pod",
        "kubectl logs");
  }

  private static void assertProblem(Operators operators, String what, String wayOut) {
    Diagnosis diagnosis = of(operators, node("n1", HELPER, CAPABLE));
    assertThat(diagnosis.works()).isFalse();
    assertThat(diagnosis.text()).contains(what + "\n", "    " + wayOut);
  }

  @Test
  void whatWasDeletedIsNamed() {
    Installation seen =
        new Installation(
            Set.of(), Optional.empty(), Optional.empty(), List.of(node("n1", HELPER, CAPABLE)));

    assertThat(Diagnosis.of(seen, RELEASE).text())
        .isEqualTo(
            """
            Palisade does not work:
              Deployment palisade-operator is not there
              DaemonSet palisade-helper is not there
                helm upgrade palisade -n palisade-system makes it again
            """);
  }

  @Test
  void withoutItsKindsNothingElseIsSaid() {
    Installation seen =
        Installation.without(
            Set.of("securityprofiles.palisade.dev", "rolloutcommands.palisade.dev"));

    assertThat(Diagnosis.of(seen, RELEASE).text())
        .isEqualTo(
            """
            Palisade does not work:
              rolloutcommands.palisade.dev is not served by the API server
              securityprofiles.palisade.dev is not served by the API server
                helm upgrade palisade -n palisade-system with crds.enabled, or kubectl apply --server-side -f crds/ of this version
            """);
  }

  @Test
  void namesTwentyOfAKind() {
    Node[] many =
        IntStream.range(0, 25)
            .mapToObj(i -> node("n%02d".formatted(i), Optional.empty(), Optional.empty()))
            .toArray(Node[]::new);

    assertThat(of(WELL, many).text())
        .contains("node n19 has no helper pod\n  and 5 more\n    kubectl describe daemonset")
        .doesNotContain("n20");
  }

  private static Diagnosis of(Operators operators, Node... nodes) {
    return Diagnosis.of(
        new Installation(
            Set.of(), Optional.of(operators), Optional.of(LINUX), Arrays.asList(nodes)),
        RELEASE);
  }

  private static Node node(
      String name, Optional<Node.HelperPod> helper, Optional<Node.Report> report) {
    return new Node(
        name, true, false, Instant.EPOCH, Map.of("os", "linux"), List.of(), "boot", helper, report);
  }

  private static Node other(String name, boolean ready, Map<String, String> labels) {
    return new Node(
        name,
        ready,
        false,
        Instant.EPOCH,
        labels,
        List.of(),
        "boot",
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Node.Report> report(
      String boot, String pod, boolean capable, String reason, String message) {
    return Optional.of(
        new Node.Report(
            boot,
            pod,
            new Ability(capable, reason, message, Instant.EPOCH),
            devices("SwitchedOff", "devices.enabled"),
            Map.of(),
            Map.of(),
            List.of()));
  }

  private static Ability devices(String reason, String message) {
    return new Ability(reason.equals("Capable"), reason, message, Instant.EPOCH);
  }

  private static Optional<Node.Report> with(Ability devices) {
    return CAPABLE.map(r ->
        new Node.Report(
            r.bootId(),
            r.helperPodUid(),
            r.appArmor(),
            devices,
            r.profiles(),
            r.seccompProfiles(),
            r.denials()));
  }
}
