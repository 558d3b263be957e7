package dev.palisade.policy;

import static dev.palisade.policy.DraftBuilder.allow;
import static dev.palisade.policy.DraftBuilder.audit;
import static dev.palisade.policy.DraftBuilder.file;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Resource;
import dev.palisade.policy.meaning.Answer;
import dev.palisade.policy.meaning.Change;
import dev.palisade.policy.meaning.Changes;
import dev.palisade.policy.meaning.ContainerRuntime;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.Question.OnFile;
import dev.palisade.policy.meaning.Question.SetLimit;
import dev.palisade.policy.meaning.VainAllow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestrictedTest {
  private static final String AT = "spec.defaultContainer";

  /** Whatever a policy allows, the runtime's default would have allowed it, too. */
  @Test
  void everythingAllowedIsTheRuntimesDefault() {
    var all =
        restricted()
            .files(
                allow(
                    file(
                        "all",
                        List.of("Read", "Write", "Append", "Execute", "Lock", "Link"),
                        "/**")))
            .rule(RuleList.SIGNALS, "none", Map.of("access", List.of("Send")));
    for (RuleList list : List.of(RuleList.NETWORK, RuleList.MOUNTS)) {
      all.rules(
          list,
          new Draft.Rule(
              "all",
              "Allow",
              list == RuleList.MOUNTS ? Map.of("operations", List.of("Unmount")) : Map.of()));
    }
    all.capabilities(
        List.of("ALL"), Capability.RUNTIME_DEFAULT.stream().map(Capability::name).toList());
    assertThat(Changes.between(profile(new DraftBuilder()), profile(all)))
        .filteredOn(c -> c.kind() == Change.Kind.WIDER)
        .isEmpty();
    assertThat(Changes.between(profile(new DraftBuilder()), profile(restricted())))
        .extracting(Change::kind)
        .containsOnly(Change.Kind.NARROWER);
  }

  @Test
  void whatIsAllowedStandsBesideTheBase() {
    var draft =
        restricted()
            .files(allow(write("data", "/data/**")), write("not-this", "/data/keep"))
            .executables(allow(run("app", "/app")))
            .rules(
                RuleList.NETWORK,
                new Draft.Rule(
                    "tcp",
                    "Allow",
                    Map.of("families", List.of("Inet"), "types", List.of("Stream"))))
            .capabilities(List.of("ALL"), List.of("NET_BIND_SERVICE"));
    assertThat(
            profile(draft).entries().stream()
                .filter(e -> !e.origin().isEmpty())
                .map(e -> e.origin() + ": " + e.text("p"))
                .filter(line -> !line.contains("deny capability")))
        .containsExactly(
            "files/data: \"/data/**\" wkl,",
            "files/not-this: audit deny \"/data/keep\" wkl,",
            "files/not-this: audit deny link \"/**\" -> \"/data/keep\",",
            "executables/app: \"/app\" rmix,",
            "network/tcp: network inet stream,",
            "capabilities: capability net_bind_service,");
  }

  @Test
  void allowIsRefusedWhereTheBaseAllowsAnyway() {
    var draft = new DraftBuilder().files(allow(write("data", "/data/**")));
    assertThat(problems(draft))
        .containsExactly(
            "spec.defaultContainer.files[0].action: base RuntimeDefault allows it already, or denies"
                + " it for good; leave the rule out, or write base: Restricted");
  }

  @Test
  void auditIsRefusedWhereTheBaseAllowsNextToNothing() {
    assertThat(problems(restricted().files(audit(write("data", "/data/**")))))
        .containsExactly(
            "spec.defaultContainer.files[0].action: base Restricted allows next to nothing that could"
                + " be reported; write Allow or Deny");
  }

  /**
   * What the base denies holds, quietly; what the policy denies, and what nothing allows, is told.
   */
  @Test
  void inModeComplainTheProfileComplains() {
    var draft =
        restricted()
            .files(allow(write("data", "/data/**")), write("not-this", "/data/keep"))
            .secretMounts("ReadOnly")
            .mode("Complain");
    Policy policy = draft.policy();
    Profile profile = ProfileTree.of(policy.defaultContainer(), policy.mode());
    String text = profile.text("p").text();
    assertThat(text)
        .contains("flags=(attach_disconnected,mediate_deleted,complain)")
        .contains("\n  deny mount,\n")
        .contains("\n  audit \"/data/keep\" wkl,\n")
        .contains("\n  audit capability sys_admin,\n")
        .doesNotContain("audit deny");
    Meaning meaning = Meaning.of(policy, policy.defaultContainer(), ContainerRuntime.CONTAINERD);
    assertThat(answer(meaning, "/data/x")).isEqualTo("allowed");
    assertThat(answer(meaning, "/data/keep")).isEqualTo("allowed, reported");
    assertThat(answer(meaning, "/srv/x")).isEqualTo("allowed, reported");
    assertThat(answer(meaning, "/proc/sysrq-trigger")).isEqualTo("denied");
    assertThat(meaning.answer(new SetLimit(Resource.NOFILE, 4096)).grounds())
        .extracting(Answer.Ground::rule)
        .containsExactly("no rule limits it");
  }

  @Test
  void otherContainersOfThePolicyEnforceTheirBase() {
    var draft = new DraftBuilder().mode("Complain");
    draft.containers.add(restricted().rules("strict"));
    Policy policy = draft.policy();
    assertThat(ProfileTree.of(policy.defaultContainer(), policy.mode()).complains()).isFalse();
    assertThat(ProfileTree.of(policy.of("strict"), policy.mode()).complains()).isTrue();
  }

  @Test
  void anAllowThatADenyCoversIsToldWhichDoes() {
    var draft =
        restricted()
            .files(
                allow(write("sys", "/sys/kernel/x")),
                allow(write("mine", "/data/a/**")),
                allow(file("more", List.of("Read", "Append"), "/data/**")),
                write("not-this", "/data/a/**"))
            .executables(allow(run("shell", "/bin/sh")))
            .presets("no-shell");
    assertThat(VainAllow.of(AT, draft.policy().defaultContainer()))
        .extracting(Problem::message)
        .containsExactly(
            "files/mine allows \"write /data/a/**\" in vain: files/not-this denies all of it",
            "files/sys allows \"write /sys/kernel/x\" in vain: base Restricted denies all of it",
            "executables/shell allows \"execute /bin/sh\" in vain: presets/no-shell denies all of it");
  }

  private static String answer(Meaning meaning, String path) {
    Answer answer = meaning.answer(new OnFile(Set.of(Permission.WRITE), path, true));
    return (answer.allowed() ? "allowed" : "denied") + (answer.reported() ? ", reported" : "");
  }

  private static DraftBuilder restricted() {
    return new DraftBuilder().base("Restricted");
  }

  private static Profile profile(DraftBuilder draft) {
    Policy policy = draft.policy();
    return ProfileTree.of(policy.defaultContainer(), policy.mode());
  }

  private static List<String> problems(DraftBuilder draft) {
    return draft.read() instanceof PolicyReading.Refused(var problems)
        ? problems.stream().map(Problem::toString).toList()
        : List.of();
  }
}
