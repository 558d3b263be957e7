package dev.palisade.node.apparmor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityFsTest {
  private static final Hash HASH = new Hash("sha256", "aa");
  @TempDir Path root;

  @Test
  void onlyOurProfilesAreListedWithModeAndHash() throws IOException {
    var kernel = new FakeSecurityFs(root);
    kernel.add("cri-containerd.apparmor.d", "enforce", "raw_sha256", "11");
    kernel.add("palisade.a.b.c.d", "enforce", "raw_sha256", "22");
    kernel.add("palisade.e", "complain", "raw_sha1", "33");
    assertThat(kernel.reader().profiles().values())
        .containsExactly(
            new KernelProfile("palisade.a.b.c.d", "enforce", new Hash("sha256", "22")),
            new KernelProfile("palisade.e", "complain", new Hash("sha1", "33")));
  }

  @Test
  void aProfileThatGoesWhileItIsReadIsLeftOut() throws IOException {
    var kernel = new FakeSecurityFs(root);
    Files.createDirectory(root.resolve("policy/profiles/palisade.gone.1"));
    assertThat(kernel.reader().profiles()).isEmpty();
  }

  @Test
  void withoutAKernelHashTheBytesAreHashed() throws IOException {
    var kernel = new FakeSecurityFs(root);
    kernel.add("palisade.x", "enforce", "raw_data", "");
    assertThat(kernel.reader().profiles().get("palisade.x").hash())
        .isEqualTo(
            new Hash(
                "sha256", Hash.sha256("\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  @Test
  void verifiedNeedsModeAndHashOfTheKernelsAlgorithm() {
    var loaded = new KernelProfile("p", "enforce", new Hash("sha1", "bb"));
    var complaining = new KernelProfile("p", "complain", new Hash("sha1", "bb"));
    Optional<ProfileMode> enforce = Optional.of(ProfileMode.ENFORCE);
    Optional<ProfileMode> complain = Optional.of(ProfileMode.COMPLAIN);
    assertThat(loaded.isVerified(enforce, "aa", "bb")).isTrue();
    assertThat(loaded.isVerified(enforce, "bb", "aa")).isFalse();
    assertThat(loaded.isVerified(complain, "aa", "bb")).isFalse();
    assertThat(complaining.isVerified(enforce, "aa", "bb")).isFalse();
    assertThat(complaining.isVerified(complain, "aa", "bb")).isTrue();
    assertThat(new KernelProfile("p", "enforce", Hash.NONE).isVerified(enforce, "", "")).isFalse();
  }

  /** The cache has no modes; the hash stands for the one that was compiled. */
  @Test
  void withoutAnExpectedModeOneOfOursWillDo() {
    for (String mode : List.of("enforce", "complain")) {
      assertThat(new KernelProfile("p", mode, HASH).isVerified(Optional.empty(), "aa", ""))
          .isTrue();
    }
    for (String mode : List.of("kill", "unconfined", "")) {
      assertThat(new KernelProfile("p", mode, HASH).isVerified(Optional.empty(), "aa", ""))
          .isFalse();
    }
  }

  @Test
  void supportNamesWhatIsMissing() throws IOException {
    Path parameters = Files.createDirectories(root.resolve("sys/module/apparmor/parameters"));
    Path securityfs = Files.createDirectories(root.resolve("sec"));
    assertThat(reason(securityfs)).isEqualTo("KernelWithoutAppArmor");
    Files.writeString(parameters.resolve("enabled"), "N\n");
    assertThat(reason(securityfs)).isEqualTo("KernelWithoutAppArmor");
    Files.writeString(parameters.resolve("enabled"), "Y\n");
    assertThat(reason(securityfs)).isEqualTo("SecurityfsMissing");
    Files.createDirectories(securityfs.resolve("apparmor"));
    Files.createFile(securityfs.resolve("apparmor/.load"));
    assertThat(reason(securityfs)).isEqualTo("SecurityfsMissing");
    Files.createDirectories(securityfs.resolve("apparmor/policy/profiles"));
    Files.writeString(parameters.resolve("lock_policy"), "Y\n");
    assertThat(reason(securityfs)).isEqualTo("PolicyLocked");
    Files.writeString(parameters.resolve("lock_policy"), "N\n");
    assertThat(reason(securityfs)).isEqualTo("Capable");
  }

  private String reason(Path securityfs) {
    return Support.of(root.resolve("sys"), securityfs).reason();
  }
}
