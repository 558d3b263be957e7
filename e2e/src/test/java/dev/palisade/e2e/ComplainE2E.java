package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.CONTAINERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.Test;

/** Mode Complain: the policy's own denies are only reported, the base stays enforced. */
class ComplainE2E extends PalisadeCase {
  private static final Duration NOTICED = Duration.ofMinutes(2);

  /** Readable by everybody, but denied by the runtime's default profile, and so by the base. */
  private static final String DENIED_BY_BASE = "/sys/kernel/security/lsm";

  @Test
  void deniedWritesSucceedAndAreReportedWhileTheBaseHolds() {
    DemoApp app = DemoApp.deploy(scene, ComplainE2E::withSecurityfs);
    Pod unconfined = app.unconfined();
    assertThat(app.ask(unconfined, APP, "open", DENIED_BY_BASE)).isEqualTo(Attempt.OK);

    Policies policies = new Policies(scene);
    SecurityPolicy applied =
        policies.apply("demo/policy-v2.yaml", p -> p.getSpec().mode = Mode.Complain);
    String revision = policies.awaitVerified(applied).getStatus().updateRevision;
    app.awaitReady(revision);

    assertThat(app.attempts(app.anyPod(), APP))
        .allSatisfy(a -> assertThat(a.answer()).as("%s", a).isEqualTo(Attempt.OK));
    assertThat(app.ask(app.anyPod(), APP, "open", DENIED_BY_BASE)).isEqualTo("EACCES open");
    Collection<String> profiles = policies.kernelNames(revision, CONTAINERS).values();
    Await.until(
        "what would have been denied is reported",
        NOTICED,
        () -> {
          Reports reports = new Reports(scene);
          assertThat(reports.denials(profiles, DenialKind.Complain))
              .isGreaterThanOrEqualTo(FileOperation.values().length);
          assertThat(reports.denials(profiles, DenialKind.Intended)).as("by the base").isEqualTo(1);
        });
  }

  private static void withSecurityfs(Deployment deployment) {
    deployment.getSpec().setReplicas(1);
    Volume volume =
        new VolumeBuilder()
            .withName("securityfs")
            .withNewHostPath("/sys/kernel/security", "Directory")
            .build();
    VolumeMount mount =
        new VolumeMountBuilder()
            .withName("securityfs")
            .withMountPath("/sys/kernel/security")
            .withReadOnly(true)
            .build();
    var spec = deployment.getSpec().getTemplate().getSpec();
    spec.getVolumes().add(volume);
    spec.getContainers().forEach(c -> c.getVolumeMounts().add(mount));
  }
}
