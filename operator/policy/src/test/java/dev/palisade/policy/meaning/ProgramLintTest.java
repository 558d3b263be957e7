package dev.palisade.policy.meaning;

import static dev.palisade.policy.DraftBuilder.allow;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.palisade.policy.Draft;
import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Policy;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.meaning.Question.OnFile;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramLintTest {
  private static final String PSQL = "/usr/bin/psql";

  private final DraftBuilder draft = new DraftBuilder();

  @Test
  void rulesForAProgramHoldForItAlone() {
    draft.files(only(write("psql", "/b"), PSQL));
    var question = new OnFile(Set.of(Permission.WRITE), "/b", true);
    Policy policy = draft.policy();
    assertThat(meaning(policy, PSQL).answer(question).grounds())
        .extracting(Answer.Ground::name)
        .containsExactly("files/psql");
    assertThat(meaning(policy, "/usr/bin/other").answer(question).allowed()).isTrue();
    assertThat(
            Meaning.of(policy, policy.defaultContainer(), ContainerRuntime.CONTAINERD)
                .answer(question)
                .allowed())
        .isTrue();
  }

  @Test
  void whatNobodyMayRunNeedsNoRules() {
    draft.files(only(write("psql", "/b"), PSQL)).executables(run("none", "/usr/bin/**"));
    assertThat(findings())
        .extracting(Finding::rule, Finding::message)
        .containsExactly(
            tuple(
                "files/psql",
                "never holds for \"/usr/bin/psql\": no process may run it (executables/none)"));
  }

  @Test
  void oneWayToRunItIsEnough() {
    draft.base("Restricted").files(only(allow(write("psql", "/b")), PSQL));
    assertThat(findings())
        .extracting(Finding::message)
        .containsExactly(
            "never holds for \"/usr/bin/psql\": no process may run it (no rule allows it)");
    draft.executables(only(allow(run("from", PSQL)), "/usr/bin/other"));
    draft.executables(allow(run("other", "/usr/bin/other")));
    assertThat(findings()).isEmpty();
  }

  @Test
  void theProgramMayBeNamedByALink() {
    draft.files(only(write("run", "/b"), "/var/run/tool"));
    assertThat(findings())
        .extracting(Finding::rule, Finding::message)
        .containsExactly(
            tuple(
                "files/run",
                "program \"/var/run/tool\" leads through a link, and the kernel sees what it points to; write \"/run/tool\""));
  }

  @Test
  void whatAllProcessesAreDeniedNeedsNoRuleForOne() {
    draft.files(write("all", "/b/", "/b/**"), only(write("psql", "/b/c"), PSQL));
    assertThat(findings())
        .extracting(Finding::rule, Finding::message)
        .containsExactly(
            tuple(
                "files/psql",
                "changes nothing about \"write /b/c\": files/all says so already (write /b/**)"));
  }

  /** It is allowed to the others. */
  @Test
  void whatOneProgramIsDeniedIsNotAllowedInVain() {
    draft
        .base("Restricted")
        .executables(allow(run("psql", PSQL)))
        .files(allow(write("all", "/b")), only(write("not-psql", "/b"), PSQL));
    assertThat(VainAllow.of("at", draft.policy().defaultContainer())).isEmpty();
    draft.files(write("none", "/c"), only(allow(write("vain", "/c")), PSQL));
    assertThat(VainAllow.of("at", draft.policy().defaultContainer()))
        .singleElement()
        .hasToString("at: files/vain allows \"write /c\" in vain: files/none denies all of it");
  }

  private static Draft.Rule only(Draft.Rule rule, String program) {
    var fields = new HashMap<>(rule.fields());
    fields.put("programs", List.of(program));
    return new Draft.Rule(rule.name(), rule.action(), fields);
  }

  private static Meaning meaning(Policy policy, String program) {
    return Meaning.of(
        policy,
        policy.defaultContainer().of(Program.written(program)),
        ContainerRuntime.CONTAINERD);
  }

  private List<Finding> findings() {
    Policy policy = draft.policy();
    return ProgramLint.of(policy, policy.defaultContainer());
  }
}
