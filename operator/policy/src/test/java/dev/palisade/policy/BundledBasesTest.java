package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.BaseText;
import dev.palisade.policy.apparmor.Profile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledBasesTest {
  /** A version names rules: they may not change under it. */
  @Test
  void rulesChangeOnlyWithTheVersion() {
    BaseProfile base = BundledBases.load().get(BundledBases.RUNTIME_DEFAULT);
    String text =
        new Profile(base.rules().stream().map(r -> new Profile.Entry(r, "")).toList())
            .text(Profile.SELF)
            .text();
    Map<String, String> known =
        Map.of("1", "723408b53cc98cd4d0d0b2a1a71fbb096fe9d5ce13f37fadc5a43324b118904a");
    assertThat(Digest.over(text).hex())
        .as("the rules of version %s; a change of rules needs a new version", base.version())
        .isEqualTo(known.get(base.version()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allow /x r,", "deny /x r", "#include <abstractions/base>", "deny \"/x y\" r,",
            "deny /x{a,b} r,",
        "deny x r,", "profile x {", "deny /x rz,", "change_profile,", "deny @{PROC}/x w,"
      })
  void whatIsNotOfTheSubsetIsRefused(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BaseText.read("# base X version 1\n" + line + "\n"));
  }

  @Test
  void aBaseSaysItsNameAndVersionFirst() {
    assertThatIllegalArgumentException().isThrownBy(() -> BaseText.read("network,\n"));
    assertThat(BaseText.read("# base X version 7\n# comment\n\n"))
        .isEqualTo(new BaseProfile("X", "7", List.of()));
  }
}
