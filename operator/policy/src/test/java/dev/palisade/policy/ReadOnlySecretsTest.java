package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadOnlySecretsTest {
  private static final DenialRecord MOUNT =
      new DenialRecord(DenialRecord.Type.DENIED, "capable", Map.of("capname", "sys_admin"));

  @Test
  void takesMountsAndSysAdmin() {
    var draft = new DraftBuilder().secretMounts("ReadOnly");
    assertThat(rules(draft))
        .containsExactly("audit deny mount,", "audit deny capability sys_admin,");
  }

  /** The base denies mounts in both modes. */
  @Test
  void inModeComplainTheUseOfSysAdminIsReported() {
    var draft = new DraftBuilder().secretMounts("ReadOnly").mode("Complain");
    assertThat(rules(draft)).containsExactly("audit capability sys_admin,");
  }

  @Test
  void whatItDeniesIsIntended() {
    var draft = new DraftBuilder();
    assertThat(kind(draft)).isEqualTo(DenialKind.UNEXPECTED);
    assertThat(kind(draft.secretMounts("ReadOnly"))).isEqualTo(DenialKind.INTENDED);
  }

  /** Rules that mean the same, and yet a container whose secrets are to be looked at. */
  @Test
  void isMoreThanItsRules() {
    var draft = new DraftBuilder().presets("no-mount", "no-sys-admin");
    ContainerRules without = draft.policy().defaultContainer();
    assertThat(draft.secretMounts("ReadOnly").policy().defaultContainer().sameRules(without))
        .isFalse();
  }

  private static DenialKind kind(DraftBuilder draft) {
    return Denials.classify(MOUNT, draft.policy().defaultContainer(), Mode.ENFORCE);
  }

  private static List<String> rules(DraftBuilder draft) {
    Policy policy = draft.policy();
    return ProfileTree.of(policy.defaultContainer(), policy.mode()).entries().stream()
        .filter(e -> e.origin().equals(SecretMounts.FIELD))
        .map(e -> e.text("p"))
        .toList();
  }
}
