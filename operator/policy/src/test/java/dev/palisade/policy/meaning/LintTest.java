package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Mode;
import dev.palisade.policy.meaning.Finding.Severity;
import java.util.List;
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

  private static List<Finding> findings(DraftBuilder draft) {
    ContainerRules rules = draft.policy().defaultContainer();
    return Lint.of(Meaning.of(rules, Mode.ENFORCE, ContainerRuntime.CONTAINERD));
  }
}
