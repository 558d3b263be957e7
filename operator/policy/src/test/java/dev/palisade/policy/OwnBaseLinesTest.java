package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that no base may have, and what is told of each. */
class OwnBaseLinesTest {
  /** Whoever has it can be ended. */
  private static final String ENDABLE = "signal (receive),\n";

  /** I8: nothing that is written becomes another rule, or another line of a message. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a r, capability sys_admin,",
        "/a r,}",
        "\"/a\" r,",
        "/a\" r,",
        "/a{b,c} r,",
        "/a\\x r,",
        "/\u00e4 r,",
        "/a\u2028b r,",
        "/a\u0000 r,",
        "/a\u001b[31m r,",
        "/a[] r,",
        "/a[^] r,",
        "/a[]b] r,",
        "/a[[:alpha:]] r,",
        "@{PROC}/x r,",
        "#include <abstractions/base>",
        "include \"/etc/x\"",
        "audit /a r,",
        "/a rix,",
        "/a ux,",
        "/a px -> other,",
        "/a r -> /b,",
        "owner deny /a r,",
        "change_profile,",
        "pivot_root,",
        "userns,",
        "network inet raw sctp,",
        "network quic,",
        "network inet DGRAM,",
        "capability SYS_ADMIN,",
        "capability sys_admin",
        "capability sys_admin, capability sys_ptrace,",
        "deny signal (send),",
        "signal (sends),",
        "signal (send,),",
        "signal (send) set=(kill),",
        "signal (receive) peer=foo),",
        "signal (receive) peer=\"foo\",",
        "signal (receive) peer=a,b,",
        "signal (receive) peer=**,",
        "signal (receive) peer=\u202efoo,",
        "ptrace (trace) peer=@{x},",
        "profile x {",
        "}",
        "#network,"
      })
  void whatIsNotOfTheFormIsToldInOneLine(String line) {
    assertThat(problems(ENDABLE + line))
        .singleElement()
        .satisfies(p ->
            assertThat(p.toString())
                .startsWith("spec.appArmorRules: not a ")
                .doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/a/../b r, | `\"/a/../b\" matches no path as the kernel has them; write it without //, . and ..`",
        "/a//b r, | `\"/a//b\" matches no path as the kernel has them; write it without //, . and ..`",
        "deny /a/. w, | `\"/a/.\" matches no path as the kernel has them; write it without //, . and ..`",
        "/a/**/b/**/c r, | `\"/a/**/b/**/c\" has 2 ** before its end, and a few such paths keep the compiler busy for minutes;"
            + " write one ** and spell out the other directories, or * for exactly one of them`",
        "/a/*** r, | `\"/a/***\" has ***; write ** for any text or * for text without a slash`",
        "/a/*x*y r, | `\"/a/*x*y\" has a second wildcard after the text behind the first one, which multiplies the compiled size"
            + " with every such path; write the name around one of them in full, or let the last * or ** end the path`",
        "/a/*b?? r, | `\"/a/*b??\" has 2 ? after a wildcard, each of which doubles the compiled size; write at most 1, or * for all of them`",
        "/a/*b?[cd] r, | `\"/a/*b?[cd]\" has 2 ? or [ ] after a wildcard, each of which doubles the compiled size; write at most 1, or * for"
            + " all of them`",
        "/a[z-b] r, | `not a path that a base may have: \"/a[z-b]\"`",
        "/a[0-9-b] r, | `not a path that a base may have: \"/a[0-9-b]\"`",
        "/a[b-] r, | `not a path that a base may have: \"/a[b-]\"`",
        "/a[A-z] r, | `not a path that a base may have: \"/a[A-z]\"`",
        "allow /a r, | `not a rule that a base may have: \"allow /a r,\"`",
        "signal (receive) peer=foo), | `not a plain profile name: \"foo)\"`"
      })
  void messages(String line, String message) {
    assertThat(problems(ENDABLE + line)).containsExactly(error(message));
  }

  @Test
  void aRuleIsNotLongerThanAPathOfAPolicyIs() {
    String line = "/" + "a".repeat(400) + " r,";
    assertThat(problems(ENDABLE + line))
        .containsExactly(
            error(
                "a rule has 404 characters; write one of at most 288 in place of \"/"
                    + "a".repeat(119)
                    + "…\""));
    assertThat(problems(ENDABLE + "/[" + "a".repeat(30_000) + "] r,")).hasSize(1);
  }

  private static Problem error(String message) {
    return Problem.error(OwnBase.RULES, message);
  }

  private static List<Problem> problems(String text) {
    var problems = new ArrayList<Problem>();
    Optional<?> base =
        OwnBase.of("team", Optional.empty(), text).read(Library.bundledBases(), problems);
    assertThat(base.isPresent()).isEqualTo(problems.isEmpty());
    return problems;
  }
}
