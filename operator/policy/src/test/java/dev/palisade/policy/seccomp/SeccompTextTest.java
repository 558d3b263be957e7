package dev.palisade.policy.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.policy.Library;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompTextTest {
  private static final Syscalls BUNDLED = Library.SYSCALLS;

  @Test
  void readsABase() {
    SeccompBase base =
        SeccompText.base(
            """
            # base Some version 3
            #
            # A comment.
            allow read write
            allow clone when 0 MaskedEqual 0 mask 8
            errno 38 clone3
            """);
    assertThat(base.name()).isEqualTo("Some");
    assertThat(base.version()).isEqualTo("3");
    assertThat(base.filter().calls().keySet()).containsExactly("clone", "clone3", "read", "write");
    assertThat(base.filter().of("clone"))
        .containsExactly(new Call("clone", Outcome.ALLOW, List.of(Condition.masked(0, 8, 0))));
    assertThat(base.filter().of("clone3"))
        .containsExactly(new Call("clone3", Outcome.fail(38), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow read | a base starts with '# base NAME version VERSION'",
        "# base A version 1;deny read | not a line a base may have: deny read",
        "# base A version 1;allow read when 0 = 1 | not a condition a base may have: when 0 = 1",
        "# base A version 1;allow read when 0 Like 1 | no operator: Like",
        "'' | a base starts with '# base NAME version VERSION'"
      })
  void namesTheLineThatItDoesNotUnderstand(String text, String message) {
    assertThatThrownBy(() -> SeccompText.base(text.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void otherFilesHaveAFormToo() {
    assertThatThrownBy(() -> SeccompText.minimum("read"))
        .hasMessage("a minimum starts with '# minimum RUNTIME versions VERSIONS'");
    assertThatThrownBy(() -> SeccompText.numbers("read 0"))
        .hasMessage("not a name and two numbers: read 0");
  }

  /** What is on a list is a system call, or a rule about it could not be written. */
  @Test
  void theBundledFilesKnowTheirNames() {
    Set<String> known = BUNDLED.numbers().keySet();
    assertThat(known).containsAll(BUNDLED.runtimeDefault().filter().calls().keySet());
    assertThat(BUNDLED.minimums()).extracting(m -> m.runtime()).containsExactly("runc", "crun");
    assertThat(BUNDLED.minimums())
        .allSatisfy(m ->
            assertThat(BUNDLED.runtimeDefault().filter().calls().keySet()).containsAll(m.calls()));
  }

  @Test
  void theBundledListIsTheRuntimes() {
    SeccompFilter filter = BUNDLED.runtimeDefault().filter();
    assertThat(filter.of("read")).hasSize(1);
    assertThat(List.of("mount", "bpf", "reboot", "keyctl", "unshare", "userfaultfd"))
        .allSatisfy(call -> assertThat(filter.of(call)).isEmpty());
    assertThat(filter.outcome("socket", List.of(38L, 0L, 0L, 0L, 0L, 0L))).isEqualTo(Outcome.DENY);
    assertThat(filter.outcome("clone", List.of(0x1000_0000L, 0L, 0L, 0L, 0L, 0L)))
        .isEqualTo(Outcome.DENY);
  }

  @ParameterizedTest
  @CsvSource({"c000003e, 101, ptrace", "c00000b7, 117, ptrace", "c000003e, 9999, ", "4, 1, "})
  void numbersHaveNames(String arch, String number, String name) {
    assertThat(BUNDLED.named(arch, number).orElse(null)).isEqualTo(name);
  }
}
