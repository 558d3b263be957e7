package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.BaseText;
import dev.palisade.policy.apparmor.Profile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryTest {
  private static final String KNOWN_PRESETS =
      """
      no-account-files 1 3beca955fd70
      no-arp-table 1 8a5537f46f5d
      no-bpf 1 2aaacab14d7e
      no-busybox 1 b2253b3bd129
      no-cgroup-writes 1 35fe3b9e4955
      no-chmod 1 d90dd89c3aa4
      no-container-tool 1 a7fb578ce39b
      no-core-pattern 1 1ace9e012754
      no-discovery-tool 1 d84f8cb6fadd
      no-disk-devices 1 8a83650b1b77
      no-download-tool 1 c21db5d64201
      no-exec-from-temporary 1 117497a96546
      no-executable-bit 1 d4f403ea357b
      no-kernel-module 1 0f1dfce1c016
      no-kernel-symbols 1 e01ae5c81a5c
      no-memory-files 1 655bf87478a7
      no-mount 1 b9c78d91a7fc
      no-mount-information 1 5c67a270cd12
      no-network-tool 1 003d03517db6
      no-package-manager 1 e1249e3bbba9
      no-privileged-capabilities 1 7a467186e989
      no-process-inspection 1 7d43d8206b4d
      no-process-tracing 1 d48b66643aff
      no-raw-network 1 5d59a88bd006
      no-remote-tool 1 01168ce49a59
      no-runtime-socket 1 bef47027c612
      no-setid-bit 1 61f470f4b0f7
      no-shadow 1 b05a50d4845f
      no-shared-memory-files 1 d0e3dd46e00c
      no-shell 1 5b09130985be
      no-socket-filters 1 30f9c7683c50
      no-ssh-keys 1 e9f6db767c3a
      no-su 1 3ddedeb20434
      no-sys-admin 1 31f8e2478167
      no-unmount 1 c0981b283e78
      protect-runtime-binary 1 118d1eaeaa0a
      protect-service-account-token 1 0d32189c0b77
      read-only-certificates 1 35aa8ba35e91
      read-only-cron 1 d6804129b8cf
      read-only-etc 1 6c4b77ac4524
      read-only-programs 1 510b7d97228c
      read-only-security-settings 1 f733dd558f1f
      """;

  /** A version names rules: they may not change under it. */
  @Test
  void rulesChangeOnlyWithTheVersion() {
    BaseProfile base = Library.bundled().bases().get(Library.RUNTIME_DEFAULT);
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
        .isEqualTo(new BaseProfile("X", "7", List.of(), List.of()));
  }

  /** The same of presets; a new one is added here. */
  @Test
  void presetsChangeOnlyWithTheVersion() {
    String now =
        Library.bundled().presets().values().stream()
            .map(p ->
                "%s %s %s"
                    .formatted(
                        p.name(),
                        p.version(),
                        Digest.over().addAll(p.lines()).hex().substring(0, 12)))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(now).as("a change of a preset's rules needs a new version").isEqualTo(KNOWN_PRESETS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files paths=/x",
        "files paths=/x access=Writes",
        "files paths=x access=Write",
        "files paths=/x access=Write owner",
        "files paths=/x,  access=Write",
        "files paths=/x access=Write types=Raw",
        "files paths=/x access=Write programs=/y",
        "capabilities drop=CHOWNS",
        "capabilities drop=CHOWN add=KILL",
        "syscalls names=mounts",
        "syscalls names=ptrace args=0:Equals:1:-"
      })
  void whatIsNoRuleOfAPresetIsRefused(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PresetText.read("# preset p version 1: do it\n" + line + "\n"))
        .withMessageContaining("preset p, rule 1");
  }

  @Test
  void aPresetIsThereOnceAndBeginsWithItsName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PresetText.read("mounts operations=Mount"));
    String one = "# preset p version 1: mount\nmounts operations=Mount\n";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PresetText.read(one + one))
        .withMessage("preset p is there twice");
    assertThat(PresetText.read("# comment\n\n" + one).get("p").purpose()).isEqualTo("mount");
  }
}
