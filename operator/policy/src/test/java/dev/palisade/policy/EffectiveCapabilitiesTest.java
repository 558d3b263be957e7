package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a profile takes away of capabilities, whoever says so. */
class EffectiveCapabilitiesTest {
  private static final List<String> NONE = List.of();
  private static final List<String> ALL = List.of("ALL");

  private final DraftBuilder draft = new DraftBuilder();

  @Test
  void nothingWhereNothingIsSaid() {
    assertThat(of(draft.policy())).isEqualTo("drop [] add []");
  }

  @Test
  void whatThePolicySays() {
    draft.capabilities(List.of("NET_RAW", "CHOWN"), NONE);
    assertThat(of(draft.policy())).isEqualTo("drop [CHOWN, NET_RAW] add []");
    draft.capabilities(ALL, List.of("NET_BIND_SERVICE"));
    assertThat(of(draft.policy())).isEqualTo("drop [ALL] add [NET_BIND_SERVICE]");
    draft.mode("Complain");
    assertThat(of(draft.policy())).isEqualTo("drop [] add []");
  }

  @Test
  void whatPresetsAndSecretMountsSayBesides() {
    draft.capabilities(List.of("NET_RAW"), NONE).presets("no-kernel-module");
    assertThat(of(draft.policy())).isEqualTo("drop [NET_RAW, SYS_MODULE] add []");
    draft.secretMounts("ReadOnly");
    assertThat(of(draft.policy())).isEqualTo("drop [NET_RAW, SYS_ADMIN, SYS_MODULE] add []");
  }

  /** It holds in mode Complain, too. */
  @Test
  void whatTheClusterSays() {
    ClusterRules cluster =
        ClusterDrafts.cluster(
            "baseline", new DraftBuilder().capabilities(List.of("NET_RAW"), NONE));
    draft.capabilities(List.of("CHOWN"), NONE).mode("Complain");
    assertThat(of(draft.policy().under(List.of(cluster)))).isEqualTo("drop [NET_RAW] add []");
  }

  @Test
  void whatABaseDoesNotGive() {
    draft.base("Restricted");
    assertThat(of(draft.policy())).isEqualTo("drop [ALL] add []");
    draft.capabilities(ALL, List.of("CHOWN"));
    assertThat(of(draft.policy())).isEqualTo("drop [ALL] add [CHOWN]");
    draft.mode("Complain");
    assertThat(of(draft.policy())).as("it lets pass what no rule denies").doesNotContain("ALL");
  }

  private static String of(Policy policy) {
    CapabilityRules left =
        CapabilityRules.denying(
            ProfileTree.of(policy.defaultContainer(), policy.mode()).deniedCapabilities());
    return "drop %s add %s".formatted(left.dropNames(), left.addNames());
  }
}
