package dev.palisade.policy;

import static dev.palisade.policy.DraftBuilder.allow;
import static dev.palisade.policy.DraftBuilder.audit;
import static dev.palisade.policy.DraftBuilder.file;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.meaning.Answer;
import dev.palisade.policy.meaning.ContainerRuntime;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules that are for some programs alone. */
class ProgramsTest {
  private static final Program PSQL = Program.written("/usr/bin/psql");
  private static final Program REDIS = Program.written("/usr/bin/redis-cli");

  private final DraftBuilder draft = new DraftBuilder();

  @Test
  void eachProgramHasAProfileInsideTheContainers() {
    draft.files(write("all", "/a"), only(write("psql", "/b"), PSQL));
    draft.rules(RuleList.NETWORK, only(new Draft.Rule("dry", "Deny", Map.of()), PSQL, REDIS));
    String text = text();
    assertThat(outer(text))
        .contains("  audit deny \"/a\" wkl,")
        .contains("  \"/usr/bin/psql\" mpx -> \"NAME//%s\",".formatted(PSQL.id()))
        .contains("  \"/usr/bin/redis-cli\" mpx -> \"NAME//%s\",".formatted(REDIS.id()))
        .doesNotContain("\"/b\"")
        .doesNotContain("deny network");
    assertThat(inner(text, PSQL))
        .startsWith(
            "  profile \"%s\" flags=(attach_disconnected,mediate_deleted) {".formatted(PSQL.id()))
        .contains(
            "    audit deny \"/a\" wkl,", "    audit deny \"/b\" wkl,", "    audit deny network,")
        .contains("    \"/usr/bin/redis-cli\" mpx -> \"NAME//%s\",".formatted(REDIS.id()))
        .doesNotContain("\"/usr/bin/psql\"");
    assertThat(inner(text, REDIS))
        .contains("    audit deny \"/a\" wkl,", "    audit deny network,")
        .doesNotContain("\"/b\"");
  }

  /** Signals and traces among processes of one container go on, whatever programs they run. */
  @Test
  void itsOwnProcessesAreThoseOfAllItsProfiles() {
    draft.files(only(write("psql", "/b"), PSQL));
    assertThat(text().lines().filter(l -> l.contains("peer=\"NAME")))
        .hasSize(4)
        .allMatch(l -> l.endsWith("peer=\"NAME{,//*}\","));
  }

  /** An exact path may be in one rule only that says what becomes of the process. */
  @Test
  void aRuleAboutTheProgramItselfLeadsToItsProfile() {
    String way = "mpx -> \"NAME//%s\",".formatted(PSQL.id());
    draft.files(only(write("psql", "/b"), PSQL)).executables(audit(run("seen", PSQL.written())));
    assertThat(outer(text()).lines().filter(l -> l.contains("/usr/bin/psql\" ")))
        .containsExactly("  audit \"/usr/bin/psql\" " + way);
    assertThat(inner(text(), PSQL)).contains("    audit \"/usr/bin/psql\" mix,");
    var own = new HashMap<>(file("own", List.of("Execute"), PSQL.written()).fields());
    own.put("owner", List.of("Self"));
    var other = new DraftBuilder().files(only(write("psql", "/b"), PSQL));
    other.files(new Draft.Rule("own", "Audit", own));
    assertThat(outer(text(other)).lines().filter(l -> l.contains("/usr/bin/psql\" ")))
        .containsExactly("  audit owner \"/usr/bin/psql\" " + way, "  \"/usr/bin/psql\" " + way);
  }

  /** The line that leads there takes the report of a mapping from the wider rule. */
  @Test
  void whatAWiderRuleReportsIsReportedOfTheProgram() {
    var seen = new HashMap<>(file("seen", List.of("Execute"), "/usr/bin/*").fields());
    seen.put("owner", List.of("Self"));
    draft.files(only(write("psql", "/b"), PSQL), new Draft.Rule("seen", "Audit", seen));
    assertThat(outer(text()).lines().filter(l -> l.contains("/usr/bin/psql\" ")))
        .containsExactly(
            "  \"/usr/bin/psql\" mpx -> \"NAME//%s\",".formatted(PSQL.id()),
            "  audit owner \"/usr/bin/psql\" m,");
    assertThat(inner(text(), PSQL)).doesNotContain(PSQL.written());
  }

  @Test
  void whereNothingMayRunItNothingLeadsThere() {
    draft.base("Restricted").files(only(allow(write("psql", "/b")), PSQL));
    assertThat(outer(text())).doesNotContain(PSQL.written());
    assertThat(inner(text(), PSQL)).contains("    \"/b\" wkl,");
    draft.executables(allow(run("all", "/usr/bin/*")));
    assertThat(outer(text()))
        .contains("  \"/usr/bin/*\" rmix,")
        .contains("  \"/usr/bin/psql\" mpx -> \"NAME//%s\",".formatted(PSQL.id()));
  }

  @Test
  void aDenialOfRunningItStays() {
    draft.files(only(write("psql", "/b"), PSQL)).executables(run("none", PSQL.written()));
    assertThat(outer(text())).contains("  audit deny \"/usr/bin/psql\" mx,");
  }

  @Test
  void complainingAndItsCausesAreTheSameInside() {
    draft.base("Restricted").mode("Complain").files(only(allow(write("psql", "/b")), PSQL));
    Profile.Text text = ProfileTree.of(rules(draft), Mode.COMPLAIN).text("NAME");
    assertThat(inner(text.text(), PSQL)).contains(",complain) {").contains("    deny mount,");
    int line = (int) text.text().substring(0, text.text().indexOf("\"/b\"")).lines().count();
    assertThat(text.origin(line)).isEqualTo("files/psql");
  }

  @Test
  void theSourceHashIsOfWhatIsMeant() {
    draft.files(only(write("one", "/a", "/b"), PSQL, REDIS));
    var split =
        new DraftBuilder()
            .files(only(write("x", "/b"), REDIS), only(write("y", "/a"), REDIS))
            .files(only(write("z", "/b", "/a"), PSQL));
    assertThat(Hashes.source(split.policy())).isEqualTo(Hashes.source(draft.policy()));
    assertThat(rules(split).sameRules(rules(draft))).isTrue();
    var less = new DraftBuilder().files(only(write("one", "/a", "/b"), PSQL));
    var all = new DraftBuilder().files(write("one", "/a", "/b"));
    assertThat(List.of(Hashes.source(less.policy()), Hashes.source(all.policy())))
        .doesNotContain(Hashes.source(draft.policy()))
        .doesNotHaveDuplicates();
    assertThat(rules(less).sameRules(rules(draft))).isFalse();
    assertThat(rules(less).sameRules(rules(all))).isFalse();
  }

  /** They are in the kernel's names: loaded profiles, labels, records. */
  @Test
  void idsStay() {
    assertThat(PSQL.id()).hasSize(10).matches("[a-z2-7]+");
    assertThat(PSQL.profile("p").length()).isEqualTo(13);
    assertThat(Program.written("/opt/Größe").id()).isEqualTo(Program.written("/opt/Größe").id());
    assertThat(Program.written("/opt/Größe").written()).isEqualTo("/opt/Größe");
  }

  /** What one program is denied is not what another is. */
  @Test
  void aDenialIsIntendedWhereTheProgramsRulesSaySo() {
    draft.files(only(write("psql", "/b"), PSQL));
    var record =
        new DenialRecord(
            DenialRecord.Type.DENIED, "open", Map.of("name", "/b", "denied_mask", "w"));
    assertThat(Denials.classify(record, rules(draft).of(PSQL), Mode.ENFORCE))
        .isEqualTo(DenialKind.INTENDED);
    assertThat(Denials.classify(record, rules(draft).of(REDIS), Mode.ENFORCE))
        .isEqualTo(DenialKind.UNEXPECTED);
    assertThat(Denials.classify(record, rules(draft), Mode.ENFORCE))
        .isEqualTo(DenialKind.UNEXPECTED);
  }

  /** From one program's rules to another's no link leads, seen from any of them. */
  @Test
  void aLinkToAnotherNameIsRefusedByTheRules() {
    draft.files(only(write("psql", "/b"), PSQL), only(write("redis", "/c"), REDIS));
    Question link = new Question.MakeLink("/tmp/x", PSQL.path(), true);
    Policy policy = draft.policy();
    assertThat(answer(policy, rules(draft), link))
        .isEqualTo(
            "no by files/psql: \"/usr/bin/psql\" runs under rules of its own, so it is no other program's name");
    assertThat(answer(policy, rules(draft).of(REDIS), link)).startsWith("no by files/psql");
    assertThat(answer(policy, rules(draft).of(PSQL), link)).startsWith("yes");
    assertThat(answer(policy, rules(draft), new Question.MakeLink("/tmp/x", PSQL.path(), false)))
        .as("what is executed by it is compared for an owner only")
        .startsWith("yes");
    var record =
        new DenialRecord(
            DenialRecord.Type.DENIED,
            "link",
            Map.of("name", "/tmp/x", "target", PSQL.path(), "denied_mask", "x"));
    assertThat(Denials.classify(record, rules(draft), Mode.COMPLAIN))
        .isEqualTo(DenialKind.INTENDED);
    assertThat(Denials.classify(record, rules(draft).of(PSQL), Mode.ENFORCE))
        .isEqualTo(DenialKind.UNEXPECTED);
  }

  private static String answer(Policy policy, ContainerRules rules, Question question) {
    Answer answer = Meaning.of(policy, rules, ContainerRuntime.CONTAINERD).answer(question);
    return (answer.allowed() ? "yes" : "no")
        + answer.grounds().stream()
            .map(g -> " by %s: %s".formatted(g.name(), g.rule()))
            .collect(Collectors.joining());
  }

  @Test
  void aPeerUnderAChildIsOfTheSameContainer() {
    draft.rule(
        RuleList.SIGNALS, "no-kill", Map.of("access", List.of("Send"), "peer", List.of("Self")));
    assertThat(Denials.classify(signal("NAME//abc", "NAME"), rules(draft), Mode.ENFORCE))
        .isEqualTo(DenialKind.INTENDED);
    assertThat(Denials.classify(signal("NAME", "NAME2//abc"), rules(draft), Mode.ENFORCE))
        .isEqualTo(DenialKind.UNEXPECTED);
  }

  @Test
  void refuses() {
    assertThat(problems("/usr/bin/*"))
        .contains(
            "spec.defaultContainer.files[0].programs: \"/usr/bin/*\" has a wildcard; a program is one file: write the path of each");
    assertThat(problems("/usr/bin/"))
        .contains(
            "spec.defaultContainer.files[0].programs: \"/usr/bin/\" is a directory; write the path of a program in it");
    assertThat(problems("psql"))
        .contains(
            "spec.defaultContainer.files[0].programs[0]: \"psql\" is not absolute; write the full path, starting with /");
    assertThat(problems())
        .contains(
            "spec.defaultContainer.files[0].programs: programs is empty; write at least one, or leave it out for all");
    IntStream.rangeClosed(1, 2)
        .forEach(i ->
            draft.files(
                only(
                    write("many" + i, "/a"),
                    IntStream.range(0, 9)
                        .mapToObj(n -> Program.written("/p" + i + n))
                        .toArray(Program[]::new))));
    assertThat(text(draft.read()))
        .contains(
            "spec.defaultContainer: 18 programs have rules of their own; at most 12 in a container can");
  }

  @Test
  void theClusterTakesAwayFromAll() {
    draft.executables(only(run("no-shell", "/usr/bin/dash"), PSQL));
    assertThat(ClusterDrafts.problems(draft))
        .containsExactly(
            "spec.executables[0].programs: a ClusterSecurityPolicy takes away from every program; leave programs out");
  }

  @Test
  void aLinkIsWarnedOf() {
    draft.files(only(write("psql", "/b"), Program.written("/bin/psql")));
    assertThat(draft.read())
        .isInstanceOfSatisfying(
            PolicyReading.Accepted.class,
            a ->
                assertThat(a.warnings())
                    .singleElement()
                    .hasToString(
                        "spec.defaultContainer.files[0].programs[0]: \"/bin/psql\" is a link in images with a merged /usr, and the kernel sees what it points to; write \"/usr/bin/psql\" as well"));
  }

  private static DenialRecord signal(String profile, String peer) {
    return new DenialRecord(
        DenialRecord.Type.DENIED,
        "signal",
        Map.of("profile", profile, "peer", peer, "denied_mask", "send", "signal", "term"));
  }

  private static String problems(String... programs) {
    var fields = new HashMap<>(write("x", "/a").fields());
    fields.put("programs", List.of(programs));
    return text(new DraftBuilder().files(new Draft.Rule("x", "Deny", fields)).read());
  }

  private static String text(PolicyReading reading) {
    return reading instanceof PolicyReading.Refused(var problems) ? problems.toString() : "";
  }

  static Draft.Rule only(Draft.Rule rule, Program... programs) {
    var fields = new HashMap<>(rule.fields());
    fields.put("programs", List.of(programs).stream().map(Program::written).toList());
    return new Draft.Rule(rule.name(), rule.action(), fields);
  }

  private String text() {
    return text(draft);
  }

  private static String text(DraftBuilder draft) {
    return ProfileTree.of(rules(draft), Mode.ENFORCE).text("NAME").text();
  }

  private static ContainerRules rules(DraftBuilder draft) {
    return draft.policy().defaultContainer();
  }

  private static String outer(String text) {
    return text.substring(0, text.indexOf("  profile \""));
  }

  private static String inner(String text, Program program) {
    int from = text.indexOf("  profile \"" + program.id());
    return text.substring(from, text.indexOf("\n  }\n", from));
  }
}
