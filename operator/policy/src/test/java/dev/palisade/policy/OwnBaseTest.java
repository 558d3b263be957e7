package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A base as a team writes it: what is understood, and what of the rest is told. */
class OwnBaseTest {
  /** Whoever has them can be ended. */
  private static final String ENDABLE =
      """
      signal (receive) peer=unconfined,
      signal (receive) peer=runc,
      signal (receive) peer=crun,
      """;

  private static final Map<String, BaseProfile> BUILT_IN = Library.bundledBases();

  @Test
  void eachRuleOfTheForm() {
    BaseProfile base =
        read(
            Optional.empty(),
            """
            # The whole list.

            #
            network inet stream,
            network netlink,
            deny network packet raw,
            capability net_bind_service,
            deny capability sys_admin,
              umount,
            deny mount,
            signal (receive),
            signal (send,receive) set=(exists) peer=@SELF@,
            ptrace (read,readby) peer=palisade.x,
            /lib/** rm,
            owner /data/[-a-c_]* rwk,
            deny owner /data/keys/? wl,
            /var/log/app a,
            """);
    assertThat(text(base))
        .containsExactly(
            "network inet stream,",
            "network netlink,",
            "audit deny network packet raw,",
            "capability net_bind_service,",
            "audit deny capability sys_admin,",
            "umount,",
            "audit deny mount,",
            "signal (receive),",
            "signal (send,receive) set=(exists) peer=\"p\",",
            "ptrace (read,readby) peer=\"palisade.x\",",
            "\"/lib/**\" rm,",
            "owner \"/data/[-abc_]*\" rwk,",
            "audit deny owner \"/data/keys/?\" wl,",
            "\"/var/log/app\" a,");
    assertThat(base.deniesByDefault()).isTrue();
  }

  @Test
  void theRulesOfAnotherBaseComeFirst() {
    BaseProfile base = read(Optional.of("RuntimeDefault"), "deny capability net_raw,");
    BaseProfile byDefault = BUILT_IN.get("RuntimeDefault");
    assertThat(base.name()).isEqualTo("team");
    assertThat(base.rules().subList(0, byDefault.rules().size())).isEqualTo(byDefault.rules());
    assertThat(text(base)).endsWith("audit deny capability net_raw,");
    assertThat(base.deniesByDefault()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n#\n"})
  void withoutARuleItIsNone(String text) {
    assertThat(problems(text))
        .containsExactly(error("there is no rule in it; write one, such as network,"));
  }

  @Test
  void noMoreRulesThanTheCompilerStands() {
    String many =
        Collections.nCopies(OwnBase.MAX_RULES - 3, "/a r,").stream()
            .collect(Collectors.joining("\n", ENDABLE, "\n"));
    assertThat(problems(many)).isEmpty();
    assertThat(problems(many + "/b r,\n/c r,"))
        .containsExactly(error("502 rules; write at most 500"));
  }

  @Test
  void aBaseToBeginWithComesWithTheBuild() {
    assertThat(problems(new OwnBase("team", Optional.of("Lax\n"), List.of("network,"))))
        .containsExactly(
            Problem.error(
                "spec.from",
                "unknown base \"Lax\\u000a\"; write Restricted or RuntimeDefault, or leave from out"));
  }

  @Test
  void everythingThatIsWrongIsTold() {
    assertThat(problems("network quic,\nnetwork,\n/a/../b r,\n"))
        .extracting(Problem::message)
        .containsExactly(
            "not a rule that a base may have: \"network quic,\"",
            "\"/a/../b\" matches no path as the kernel has them; write it without //, . and ..");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network, | unconfined runc crun",
        "signal (receive) peer=unconfined, | runc crun",
        "signal (send), | unconfined runc crun",
        "signal (receive) set=(exists), | unconfined runc crun",
        "signal (receive) peer=@SELF@, | unconfined runc crun"
      })
  void aContainerThatNobodyCanEndIsRefused(String rules, String deaf) {
    String lines =
        List.of(deaf.split(" ", -1)).stream()
            .map("\"signal (receive) peer=%s,\""::formatted)
            .collect(Collectors.joining(" and "));
    assertThat(problems(rules))
        .containsExactly(
            error(
                "a container that cannot receive signals from its runtime can never be ended; write a line "
                    + lines));
  }

  @Test
  void whoHearsEverybodyCanBeEnded() {
    assertThat(problems("signal (send,receive),")).isEmpty();
    assertThat(problems(new OwnBase("team", Optional.of("Restricted"), List.of("network,"))))
        .isEmpty();
  }

  @Test
  void whatItSaysHasNoOrder() {
    BaseProfile one = read(Optional.empty(), ENDABLE + "network,\n# why\n  umount,\n");
    BaseProfile same = read(Optional.empty(), "umount,\nnetwork,\n" + ENDABLE + "network,\n");
    assertThat(same.said()).isEqualTo(one.said());
    assertThat(same.version()).isEqualTo(one.version()).hasSize(10);
    for (BaseProfile other :
        List.of(
            read(Optional.empty(), ENDABLE + "network,\n"),
            read(Optional.of("Restricted"), ENDABLE + "network,\numount,\n"))) {
      assertThat(other.said()).isNotEqualTo(one.said());
      assertThat(other.version()).isNotEqualTo(one.version());
    }
  }

  /** What is denied and tried reports what the base allows, and allows nothing more. */
  @Test
  void inModeComplainNothingIsAllowedThatTheBaseDoesNot() {
    BaseProfile base =
        read(
            Optional.empty(),
            ENDABLE + "file,\nnetwork inet,\nnetwork unix stream,\ncapability net_raw,\n");
    Policy policy =
        new DraftBuilder()
            .base("team")
            .mode("Complain")
            .rule(RuleList.NETWORK, "none", Map.of("types", List.of("Stream", "Raw")))
            .capabilities(List.of("ALL"), List.of())
            .policy(base);
    assertThat(
            ProfileTree.of(policy.defaultContainer(), policy.mode()).entries().stream()
                .filter(e -> !e.origin().isEmpty())
                .map(e -> e.text("p")))
        .containsExactlyInAnyOrder(
            "audit network inet stream,",
            "audit network inet raw,",
            "audit network unix stream,",
            "audit capability net_raw,");
  }

  private static Problem error(String message) {
    return Problem.error(OwnBase.RULES, message);
  }

  private static BaseProfile read(Optional<String> from, String text) {
    var problems = new ArrayList<Problem>();
    Optional<BaseProfile> base = OwnBase.of("team", from, text).read(BUILT_IN, problems);
    assertThat(problems).isEmpty();
    return base.orElseThrow();
  }

  private static List<Problem> problems(String text) {
    return problems(OwnBase.of("team", Optional.empty(), text));
  }

  private static List<Problem> problems(OwnBase base) {
    var problems = new ArrayList<Problem>();
    assertThat(base.read(BUILT_IN, problems).isPresent()).isEqualTo(problems.isEmpty());
    return problems;
  }

  private static List<String> text(BaseProfile base) {
    return base.rules().stream().map(r -> new Profile.Entry(r, "").text("p")).toList();
  }
}
