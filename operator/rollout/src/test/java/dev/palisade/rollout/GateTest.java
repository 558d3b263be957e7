package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final Revision R1 = Sample.revision("r1");
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Instant EARLY = Sample.T0.plusSeconds(10);
  private static final Instant LATE = Sample.T0.plusSeconds(300);

  record Case(String name, UnaryOperator<Node> node, Reason early, Reason late, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("verified", n -> n, Reason.LOADED, Reason.LOADED, ""),
        new Case(
            "not loaded yet",
            n -> report(n, r -> Sample.profiles(r, Map.of())),
            Reason.LOADING,
            Reason.NODE_UNVERIFIED,
            "node n1: palisade.shop.web._default.r1 is not loaded yet"),
        new Case(
            "another hash",
            n -> report(n, r -> with(r, new Node.Loaded("00", "Loaded", ""))),
            Reason.NODE_UNVERIFIED,
            Reason.NODE_UNVERIFIED,
            "has another hash"),
        new Case(
            "tampered",
            n -> report(n, r -> with(r, new Node.Loaded(Sample.HASH, "Tampered", "not ours"))),
            Reason.NODE_UNVERIFIED,
            Reason.NODE_UNVERIFIED,
            "is Tampered: not ours"),
        new Case(
            "failed",
            n -> report(n, r -> with(r, new Node.Loaded(Sample.HASH, "Failed", "ENOMEM"))),
            Reason.NODE_UNVERIFIED,
            Reason.NODE_UNVERIFIED,
            "is Failed: ENOMEM"),
        new Case(
            "rebooted since the report",
            n -> boot(n, "another"),
            Reason.HELPER_NOT_READY,
            Reason.NODE_UNVERIFIED,
            "has not reported for this boot"),
        new Case(
            "helper made anew since the report",
            n -> helper(n, Optional.of(new Node.HelperPod("other", true))),
            Reason.HELPER_NOT_READY,
            Reason.NODE_UNVERIFIED,
            "has not reported"),
        new Case(
            "helper not Ready",
            n -> helper(n, Optional.of(new Node.HelperPod("helper-n1", false))),
            Reason.HELPER_NOT_READY,
            Reason.NODE_UNVERIFIED,
            "its helper is not Ready"),
        new Case(
            "no helper",
            n -> helper(n, Optional.empty()),
            Reason.HELPER_NOT_READY,
            Reason.NODE_UNVERIFIED,
            "its helper is not Ready"),
        new Case(
            "no AppArmor",
            n -> Sample.with(n, Optional.of(Sample.report("n1", false))),
            Reason.NODES_UNSUPPORTED,
            Reason.NODES_UNSUPPORTED,
            "KernelWithoutAppArmor"),
        new Case(
            "probe not ended",
            n ->
                report(
                    n,
                    r ->
                        new Node.Report(
                            r.bootId(),
                            r.helperPodUid(),
                            new Ability(false, "ProbePending", "", Sample.T0),
                            r.devices(),
                            Map.of(),
                            Map.of(),
                            List.of())),
            Reason.HELPER_NOT_READY,
            Reason.NODE_UNVERIFIED,
            "probe"));
  }

  private static Node report(Node n, UnaryOperator<Node.Report> change) {
    return Sample.with(n, n.report().map(change));
  }

  private static Node.Report with(Node.Report r, Node.Loaded loaded) {
    return Sample.profiles(r, Map.of("palisade.shop.web._default.r1", loaded));
  }

  private static Node boot(Node n, String id) {
    return Sample.with(n, n.labels(), id, n.helper(), n.report());
  }

  private static Node helper(Node n, Optional<Node.HelperPod> helper) {
    return Sample.with(n, n.labels(), n.bootId(), helper, n.report());
  }

  private static Gate.Result gate(Node n, Instant now) {
    return gate(R1, n, now);
  }

  private static Gate.Result gate(Revision r, Node n, Instant now) {
    return Gate.of(r, Placement.ANYWHERE, List.of(n), Sample.T0, LIMIT, now);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatIsMissing(Case c) {
    Node n = c.node().apply(new World().nodes.get("n1"));
    assertThat(gate(n, EARLY).reason()).isEqualTo(c.early());
    assertThat(gate(n, LATE).reason()).isEqualTo(c.late());
    assertThat(gate(n, EARLY).message()).contains(c.says());
    assertThat(gate(n, EARLY).open()).isEqualTo(c.early() == Reason.LOADED);
  }

  @Test
  void aSha1KernelIsVerifiedByIt() {
    Revision r =
        new Revision(
            R1.name(),
            true,
            List.of(
                new Artefact(
                    "_default",
                    "p",
                    "long",
                    "short",
                    CapabilitySet.NONE,
                    Optional.empty(),
                    List.of(),
                    CapabilitySet.NONE)),
            false,
            Sample.T0,
            true);
    Node n =
        report(
            new World().nodes.get("n1"),
            x -> Sample.profiles(x, Map.of("p", new Node.Loaded("short", "Loaded", ""))));
    assertThat(Gate.of(r, Placement.ANYWHERE, List.of(n), Sample.T0, LIMIT, EARLY).open()).isTrue();
  }

  static Stream<Case> filters() {
    String name = Filters.name("palisade.shop.web._default.r1");
    return Stream.of(
        filter(
            "not written yet",
            Map.of(),
            Reason.LOADING,
            "node n1: " + name + " is not written yet"),
        filter(
            "another hash",
            Map.of(name, new Node.Loaded("00", "Loaded", "")),
            Reason.NODE_UNVERIFIED,
            "node n1: " + name + " has another hash"),
        filter(
            "failed",
            Map.of(name, new Node.Loaded("", "Failed", "no space left")),
            Reason.NODE_UNVERIFIED,
            "node n1: " + name + " is Failed: no space left"),
        filter(
            "written",
            Map.of(name, new Node.Loaded(Sample.HASH, "Loaded", "")),
            Reason.LOADED,
            ""));
  }

  private static Case filter(
      String name, Map<String, Node.Loaded> there, Reason early, String says) {
    Reason late = early == Reason.LOADED ? early : Reason.NODE_UNVERIFIED;
    return new Case(name, n -> report(n, r -> Sample.filters(r, there)), early, late, says);
  }

  /** The profiles are loaded. */
  @ParameterizedTest
  @MethodSource("filters")
  void waitsForFiltersToo(Case c) {
    Revision filtered = Filters.in(R1, "_default");
    Node n = c.node().apply(new World().nodes.get("n1"));
    assertThat(gate(filtered, n, EARLY).reason()).isEqualTo(c.early());
    assertThat(gate(filtered, n, EARLY).message()).isEqualTo(c.says());
    assertThat(gate(filtered, n, LATE).reason()).isEqualTo(c.late());
    assertThat(gate(R1, n, EARLY).open()).isTrue();
  }

  @Test
  void noNodeFits() {
    assertThat(Gate.of(R1, Placement.ANYWHERE, List.of(), Sample.T0, LIMIT, EARLY).reason())
        .isEqualTo(Reason.NO_ELIGIBLE_NODE);
  }

  @Test
  void manyNodesAreCounted() {
    List<Node> nodes =
        Stream.iterate(0, i -> i < 9, i -> i + 1)
            .map(i -> helper(new World().node("x" + i).nodes.get("x" + i), Optional.empty()))
            .toList();
    assertThat(Gate.of(R1, Placement.ANYWHERE, nodes, Sample.T0, LIMIT, EARLY).message())
        .contains("node x4", "and 4 more nodes")
        .doesNotContain("x5");
  }

  @Test
  void aNodeThatBecameReadyLateIsLateFromThere() {
    Node n = new World().nodes.get("n1");
    Node young =
        new Node(
            n.name(),
            true,
            false,
            LATE,
            n.labels(),
            n.taints(),
            n.bootId(),
            Optional.empty(),
            n.report());
    assertThat(gate(young, LATE.plusSeconds(10)).reason()).isEqualTo(Reason.HELPER_NOT_READY);
  }
}
