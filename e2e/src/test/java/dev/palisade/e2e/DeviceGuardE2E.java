package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.DevicesProof;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;

/**
 * A privileged container has every device of its node, and no AppArmor profile. Of a policy, rules
 * about devices hold for its pod all the same, and it is said that nothing else does.
 */
class DeviceGuardE2E extends PalisadeCase {
  @Test
  void aPrivilegedContainerNoLongerHasTheDisk() {
    DemoApp app = DemoApp.deploy(scene, DeviceGuardE2E::privileged);
    Pod before = app.anyPod();
    String node = before.getSpec().getNodeName();
    Disk disk = Disk.of(scene, node);
    assertThat(app.ask(before, APP, "read", disk.path())).isEqualTo(Attempt.OK);
    assertThat(app.ask(before, APP, "make", disk.number())).isEqualTo(Attempt.OK);

    Policies policies = new Policies(scene);
    SecurityPolicy applied =
        policies.apply(
            "examples/device-guard.yaml",
            p ->
                p.getSpec().podSelector =
                    new LabelSelectorBuilder().withMatchLabels(DemoApp.LABELS).build());
    SecurityPolicy verified = policies.awaitVerified(applied);
    app.awaitReady(verified.getStatus().updateRevision);

    Pod after = app.anyPod();
    Disk own = Disk.of(scene, after.getSpec().getNodeName());
    assertThat(app.ask(after, APP, "read", own.path())).isEqualTo("EPERM read");
    assertThat(app.ask(after, APP, "make", own.number()))
        .as("a file of it opens nothing")
        .isEqualTo(Attempt.OK);
    assertThat(app.ask(after, APP, "read", "/dev/null")).isEqualTo(Attempt.OK);
    assertThat(app.ask(after, APP, "create", "/dev/null")).isEqualTo(Attempt.OK);
    itIsSaidThatNothingElseHolds(verified, after);
  }

  private void itIsSaidThatNothingElseHolds(SecurityPolicy verified, Pod pod) {
    NodeSecurityStatus.Pod seen = new Reports(scene).of(pod);
    System.out.println("DeviceGuardE2E: the program is " + seen.devices);
    assertThat(seen.verdict).as(seen.message).isEqualTo(PodVerdict.DevicesOnly);
    assertThat(seen.devices)
        .as(seen.message)
        .isIn(DevicesProof.Attached, DevicesProof.AttachedLate);
    assertThat(Policies.conditions(verified)).contains("Degraded=True/NotAssignable");
    assertThat(Policies.condition(verified, "Degraded").getMessage())
        .contains("container " + APP + " is privileged")
        .contains("DevicesOnly");
    assertThat(pod.getSpec().getContainers())
        .as("what a privileged container cannot have is not written")
        .allSatisfy(c -> assertThat(profileOf(c)).isNull());
  }

  private static Object profileOf(Container container) {
    return container.getSecurityContext() == null
        ? null
        : container.getSecurityContext().getAppArmorProfile();
  }

  /** The app alone; beside it the shipper stays as it is. */
  private static void privileged(Deployment deployment) {
    deployment.getSpec().setReplicas(1);
    deployment.getSpec().getTemplate().getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(APP))
        .forEach(c ->
            c.setSecurityContext(
                new SecurityContextBuilder().withPrivileged(true).withRunAsUser(0L).build()));
  }
}
