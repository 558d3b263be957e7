package dev.palisade.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.DeviceAccess;
import dev.palisade.api.v1alpha1.DeviceAction;
import dev.palisade.api.v1alpha1.DeviceRule;
import dev.palisade.api.v1alpha1.DeviceType;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.api.v1alpha1.SecurityProfileSpec;
import dev.palisade.policy.Library;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private final DeviceRule fuse =
      rule("fuse", DeviceType.Character, 10, 229, DeviceAccess.Write, DeviceAccess.Read);
  private final DeviceRule disks = rule("disks", DeviceType.Block, 8, null, DeviceAccess.Mknod);

  @Test
  void aRevisionCarriesTheRulesByName() {
    RevisionPlan plan = plan(Mode.Enforce, fuse, disks);
    assertThat(Serialization.asYaml(plan.profile().getSpec().devices))
        .isEqualTo(
            """
            ---
            - name: "disks"
              action: "Deny"
              type: "Block"
              major: 8
              access:
              - "Mknod"
            - name: "fuse"
              action: "Deny"
              type: "Character"
              major: 10
              minor: 229
              access:
              - "Read"
              - "Write"
            """);
    assertThat(Serialization.asYaml(plan(Mode.Enforce, disks, fuse).profile()))
        .isEqualTo(Serialization.asYaml(plan.profile()));
  }

  @Test
  void aRevisionIsNamedByWhatItsRulesComeTo() {
    RevisionPlan plan = plan(Mode.Enforce, disks);
    DeviceRule renamed = rule("no-disks", DeviceType.Block, 8, null, DeviceAccess.Mknod);
    assertThat(plan(Mode.Enforce, renamed, disks).revision()).isEqualTo(plan.revision());
    assertThat(plan(Mode.Enforce).revision()).isNotEqualTo(plan.revision());
    assertThat(plan(Mode.Enforce).sourceHash()).isNotEqualTo(plan.sourceHash());
  }

  @Test
  void whatDeniesNothingOrIsNotHeldIsNoPartOfARevision() {
    RevisionPlan none = plan(Mode.Complain);
    RevisionPlan complains = plan(Mode.Complain, disks, fuse);
    assertThat(complains.profile().getSpec().devices).isNull();
    assertThat(complains.revision()).isEqualTo(none.revision());
    assertThat(complains.sourceHash()).isEqualTo(none.sourceHash());

    RevisionPlan allowsAll =
        plan(Mode.Enforce, allowAll("a", DeviceType.Block), allowAll("b", DeviceType.Character));
    assertThat(allowsAll.profile().getSpec().devices).isNull();
    assertThat(allowsAll.revision()).isEqualTo(plan(Mode.Enforce).revision());
  }

  /** They stay with the object that has them: the policy's own are what it says itself. */
  @Test
  void thoseOfTheClusterStandWithItsOtherRules() {
    ClusterSecurityPolicy baseline =
        Serialization.unmarshal(
            """
            kind: ClusterSecurityPolicy
            apiVersion: palisade.dev/v1alpha1
            metadata: {name: baseline}
            spec:
              namespaceSelector: {}
              syscalls: [{name: no-ptrace, action: Deny, names: [ptrace]}]
              devices: [{name: disks, action: Deny, type: Block, access: [Mknod]}]
            """,
            ClusterSecurityPolicy.class);
    for (Mode mode : Mode.values()) {
      RevisionPlan plan = plan(mode, List.of(baseline), fuse);
      SecurityProfileSpec spec = plan.profile().getSpec();
      assertThat(spec.devices == null).isEqualTo(mode == Mode.Complain);
      assertThat(Serialization.asYaml(spec.clusterPolicies))
          .isEqualTo(
              """
              ---
              - name: "baseline"
                syscalls:
                - name: "no-ptrace"
                  action: "Deny"
                  names:
                  - "ptrace"
                devices:
                - name: "disks"
                  action: "Deny"
                  type: "Block"
                  access:
                  - "Mknod"
              """);
      assertThat(spec.containers)
          .singleElement()
          .satisfies(c -> assertThat(c.seccompProfile).isNotNull())
          .satisfies(c -> assertThat(c.syscalls).isNull());
      assertThat(plan.revision()).isNotEqualTo(plan(mode, fuse).revision());
    }
  }

  private static DeviceRule allowAll(String name, DeviceType type) {
    DeviceRule rule = rule(name, type, null, null, DeviceAccess.values());
    rule.action = DeviceAction.Allow;
    return rule;
  }

  private static DeviceRule rule(
      String name, DeviceType type, Integer major, Integer minor, DeviceAccess... access) {
    var rule = new DeviceRule();
    rule.name = name;
    rule.action = DeviceAction.Deny;
    rule.type = type;
    rule.major = major;
    rule.minor = minor;
    rule.access = List.of(access);
    return rule;
  }

  private static RevisionPlan plan(Mode mode, DeviceRule... devices) {
    return plan(mode, List.of(), devices);
  }

  private static RevisionPlan plan(
      Mode mode, List<ClusterSecurityPolicy> cluster, DeviceRule... devices) {
    var policy = new SecurityPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("checkout").build());
    policy.setSpec(new SecurityPolicySpec());
    policy.getSpec().podSelector = new LabelSelectorBuilder().addToMatchLabels("a", "b").build();
    policy.getSpec().mode = mode;
    policy.getSpec().defaultContainer = new ContainerRules();
    policy.getSpec().defaultContainer.base = Library.RUNTIME_DEFAULT;
    policy.getSpec().devices = devices.length == 0 ? null : List.of(devices);
    return Revisions.plan(policy, new Cluster(cluster, Map.of(), Cluster.Width.DEFAULT)).plan();
  }
}
