package dev.palisade.policy;

import static dev.palisade.policy.ClusterDrafts.cluster;
import static dev.palisade.policy.ClusterDrafts.problems;
import static dev.palisade.policy.DraftBuilder.allow;
import static dev.palisade.policy.DraftBuilder.audit;
import static dev.palisade.policy.DraftBuilder.file;
import static dev.palisade.policy.DraftBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.meaning.Answer;
import dev.palisade.policy.meaning.ContainerRuntime;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.Question.OnFile;
import dev.palisade.policy.meaning.VainAllow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterRulesTest {
  private static final DenialRecord WRITE =
      new DenialRecord(
          DenialRecord.Type.DENIED,
          "open",
          Map.of("name", "/srv/keep", "denied_mask", "w", "requested_mask", "w"));

  @Test
  void standBehindTheContainersOwn() {
    ClusterRules baseline =
        cluster(
            "baseline",
            new DraftBuilder()
                .files(write("keep", "/srv/keep"))
                .presets("no-core-pattern")
                .capabilities(List.of("SYS_ADMIN"), List.of())
                .secretMounts("ReadOnly"));
    assertThat(lines(new DraftBuilder().policy().under(List.of(baseline))))
        .containsExactly(
            "ClusterSecurityPolicy/baseline/files/keep: audit deny \"/srv/keep\" wkl,",
            "ClusterSecurityPolicy/baseline/files/keep: audit deny link \"/**\" -> \"/srv/keep\",",
            "ClusterSecurityPolicy/baseline/presets/no-core-pattern: audit deny \"/proc/sys/kernel/core_pattern\" wkl,",
            "ClusterSecurityPolicy/baseline/presets/no-core-pattern: audit deny link \"/**\" -> \"/proc/sys/kernel/core_pattern\",",
            "ClusterSecurityPolicy/baseline/capabilities, ClusterSecurityPolicy/baseline/secretMounts: audit deny capability sys_admin,",
            "ClusterSecurityPolicy/baseline/secretMounts: audit deny mount,");
  }

  /** However many there are, in whatever order, and whatever they and their rules are called. */
  @Test
  void meanTheSameHoweverTheyAreDivided() {
    Policy policy = new DraftBuilder().container("app").policy();
    ClusterRules whole =
        cluster(
            "whole",
            new DraftBuilder()
                .files(write("both", "/srv/a", "/srv/b"))
                .capabilities(List.of("NET_RAW", "MKNOD"), List.of())
                .presets("no-mount"));
    ClusterRules one =
        cluster(
            "one",
            new DraftBuilder()
                .files(write("a", "/srv/a"))
                .capabilities(List.of("NET_RAW"), List.of()));
    ClusterRules other =
        cluster(
            "another",
            new DraftBuilder()
                .files(write("b", "/srv/b"), write("again", "/srv/a"))
                .capabilities(List.of("CAP_MKNOD"), List.of())
                .presets("no-mount"));
    for (List<ClusterRules> parts : List.of(List.of(one, other), List.of(other, one))) {
      assertThat(Hashes.source(policy.under(parts)))
          .isEqualTo(Hashes.source(policy.under(List.of(whole))));
      assertThat(text(policy.under(parts))).isEqualTo(text(policy.under(List.of(whole))));
    }
    assertThat(Hashes.source(policy.under(List.of(one))))
        .isNotEqualTo(Hashes.source(policy))
        .isNotEqualTo(Hashes.source(policy.under(List.of(whole))));
  }

  /** A team cannot switch it off by its own mode or base. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void denyInBothModesAndUnderEveryBase(Mode mode) {
    List<ClusterRules> cluster =
        List.of(cluster("baseline", new DraftBuilder().files(write("keep", "/srv/keep"))));
    for (String base : List.of(Library.RUNTIME_DEFAULT, Library.RESTRICTED)) {
      var draft = new DraftBuilder().base(base).mode(mode.word());
      if (base.equals(Library.RESTRICTED)) {
        draft.files(allow(file("srv", List.of("Read", "Write"), "/srv/**")));
      }
      ContainerRules rules = draft.policy().under(cluster).defaultContainer();
      Answer keep = answer(rules, mode, "/srv/keep");
      assertThat(keep.allowed()).isFalse();
      assertThat(keep.grounds())
          .extracting(Answer.Ground::source, Answer.Ground::name)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  Answer.Source.CLUSTER, "ClusterSecurityPolicy/baseline/files/keep"));
      assertThat(answer(rules, mode, "/srv/else").allowed()).isTrue();
      assertThat(Denials.classify(WRITE, rules, mode)).isEqualTo(DenialKind.INTENDED);
      assertThat(Denials.classify(WRITE, rules.under(List.of()), mode))
          .isEqualTo(DenialKind.UNEXPECTED);
    }
  }

  /** Its author would keep a revision without the cluster's rules if it were refused. */
  @Test
  void anAllowThatTheyDenyIsWarnedOf() {
    Policy policy =
        new DraftBuilder()
            .base("Restricted")
            .files(allow(write("keep", "/srv/keep")), allow(write("srv", "/srv/**")))
            .policy()
            .under(List.of(cluster("baseline", new DraftBuilder().files(write("k", "/srv/keep")))));
    assertThat(VainAllow.of("spec.defaultContainer", policy.defaultContainer()))
        .containsExactly(
            Problem.warning(
                "spec.defaultContainer",
                "files/keep allows \"write /srv/keep\" in vain: ClusterSecurityPolicy/baseline/files/k denies all of it"));
  }

  @Test
  void onlyTakeAway() {
    assertThat(
            problems(
                new DraftBuilder()
                    .files(allow(write("a", "/a")), audit(write("b", "/b")), write("c", "/c"))
                    .capabilities(List.of("ALL"), List.of("NET_RAW"))
                    .rules(
                        RuleList.SYSCALLS,
                        new Draft.Rule("see", "Audit", Map.of("names", List.of("kill"))))
                    .device("fuse", "Allow", "Character", "10:229", "Read")
                    .presets("no-such")))
        .contains(
            "spec.files[0].action: a ClusterSecurityPolicy only takes away; write Deny",
            "spec.files[1].action: a ClusterSecurityPolicy only takes away; write Deny",
            "spec.syscalls[0].action: a ClusterSecurityPolicy only takes away; write Deny",
            "spec.devices[0].action: a ClusterSecurityPolicy only takes away; write Deny",
            "spec.capabilities.add: a ClusterSecurityPolicy only takes away; leave add out, what is not dropped stays")
        .anyMatch(p -> p.startsWith("spec.presets[0]: unknown preset \"no-such\"; write one of "))
        .hasSize(6);
  }

  @Test
  void oneThatIsCalledAsAListIsTakenForNone() {
    ClusterRules presets = cluster("presets", new DraftBuilder().presets("no-mount"));
    assertThat(Preset.isOrigin(presets.origin("presets/no-mount"))).isTrue();
    assertThat(Preset.isOrigin(presets.origin("files/keep"))).isFalse();
    assertThat(Preset.isOrigin(presets.origin("capabilities"))).isFalse();
  }

  private static Answer answer(ContainerRules rules, Mode mode, String path) {
    return Meaning.of(
            new Policy("shop", "checkout", mode, rules, List.of(), List.of()),
            rules,
            ContainerRuntime.CONTAINERD)
        .answer(new OnFile(Set.of(Permission.WRITE), path, true));
  }

  private static List<String> lines(Policy policy) {
    return ProfileTree.of(policy.defaultContainer(), policy.mode()).entries().stream()
        .filter(e -> !e.origin().isEmpty())
        .map(e -> e.origin() + ": " + e.text("p"))
        .toList();
  }

  private static String text(Policy policy) {
    return ProfileTree.of(policy.defaultContainer(), policy.mode()).text("p").text();
  }
}
