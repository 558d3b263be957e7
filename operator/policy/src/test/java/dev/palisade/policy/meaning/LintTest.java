package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Policy;
import dev.palisade.policy.RuleList;
import dev.palisade.policy.meaning.Finding.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LintTest {
  /** Its rules are not its user's to mend: nothing is said of each. */
  @Test
  void aPresetIsOnlySpokenOfAsAWhole() {
    var draft = new DraftBuilder().presets("no-unmount", "no-mount", "no-shell");
    assertThat(findings(draft))
        .containsExactly(
            new Finding(
                Severity.NOTE,
                "presets/no-unmount",
                "changes nothing: the base and the other rules deny all of it already"));
  }

  @Test
  void aRuleThatAPresetCoversIsTold() {
    var draft = new DraftBuilder().presets("no-shell");
    draft.executables(DraftBuilder.run("no-dash", "/usr/bin/dash"));
    assertThat(findings(draft))
        .extracting(Finding::rule, Finding::message)
        .containsExactly(
            tuple(
                "executables/no-dash",
                "changes nothing about \"execute /usr/bin/dash\": presets/no-shell says so already"
                    + " (execute /**/dash)"));
  }

  /** A field is no list of rules to be mended. */
  @Test
  void readOnlySecretsAreNotSpareBesideTheBase() {
    assertThat(findings(new DraftBuilder().secretMounts("ReadOnly"))).isEmpty();
  }

  /** Dropping is more than the profile's rule. */
  @Test
  void aDroppedCapabilityIsNotSpareBesideAPreset() {
    var draft = new DraftBuilder().presets("no-raw-network");
    draft.capabilities(List.of("ALL"), List.of());
    assertThat(findings(draft)).isEmpty();
  }

  /** That the default list denies a call already is said when the policy is read. */
  @Test
  void rulesAboutCallsThatChangeNothing() {
    var draft = new DraftBuilder();
    draft.rule(RuleList.SYSCALLS, "vain", Map.of("names", List.of("bpf")));
    draft.rule(RuleList.SYSCALLS, "all", Map.of("names", List.of("ptrace", "kill")));
    draft.rule(RuleList.SYSCALLS, "one", Map.of("names", List.of("kill", "bpf")));
    draft.rule(RuleList.SYSCALLS, "two", Map.of("names", List.of("tkill")));
    assertThat(findings(draft))
        .extracting(Finding::rule, Finding::message)
        .containsExactly(
            tuple(
                "syscalls/one",
                "changes nothing about \"call bpf, kill\": syscalls/all says so already (call kill, ptrace)"));
  }

  /**
   * The default list compares all 64 bits of what socket asks for, so nothing else gets through.
   */
  @Test
  void aDenialOfHalfARegisterIsTold() {
    var draft = new DraftBuilder();
    denied(draft, "tiocsti", "ioctl", "1 Equal 21522 -");
    denied(draft, "whole", "ptrace", "0 MaskedEqual 16 4294967295");
    denied(draft, "packet", "socket", "0 Equal 17 -");
    assertThat(findings(draft))
        .extracting(Finding::rule, Finding::message)
        .containsExactly(
            tuple(
                "syscalls/tiocsti",
                "argument 1 is denied as a number of 64 bits; where the kernel takes 32 (an int, a flag, a request of"
                    + " ioctl) another bit gets through: write operator: MaskedEqual with mask: 4294967295"));
  }

  private static void denied(DraftBuilder draft, String name, String call, String argument) {
    draft.rule(RuleList.SYSCALLS, name, Map.of("names", List.of(call), "args", List.of(argument)));
  }

  private static List<Finding> findings(DraftBuilder draft) {
    Policy policy = draft.policy();
    return Lint.of(Meaning.of(policy, policy.defaultContainer(), ContainerRuntime.CONTAINERD));
  }
}
