package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each kind of rule denies to the processes of a container, and the kernel's records of that are
 * told from other denials.
 */
class RuleKindsE2E extends PalisadeCase {
  private static final Duration NOTICED = Duration.ofMinutes(2);
  private static final String READ = DemoApp.LOG;

  /**
   * By operation what it is tried on. A limit is only asked of a process that may raise its own.
   */
  private static final Map<String, String> TRIED = new LinkedHashMap<>();

  static {
    TRIED.put("exec", "/usr/bin/busybox");
    TRIED.put("mknod", "/var/log/checkout/null");
    TRIED.put("socket", "2,3,1");
    TRIED.put("signal", "12");
    TRIED.put("ptrace", "a-child");
    TRIED.put("limit", "2048");
    TRIED.put("unmount", "/scratch");
  }

  @Test
  void eachKindDeniesAndIsToldFromOtherDenials() {
    DemoApp app = DemoApp.deploy(scene, RuleKindsE2E::withWhatItTakes);
    Pod unconfined = app.unconfined();
    TRIED.forEach((operation, what) ->
        assertThat(app.ask(unconfined, APP, operation, what)).as(operation).isEqualTo(Attempt.OK));

    Policies policies = new Policies(scene);
    SecurityPolicy applied = policies.apply("e2e/src/test/resources/every-kind.yaml", policy -> {});
    String revision = policies.awaitVerified(applied).getStatus().updateRevision;
    app.awaitReady(revision);

    Pod pod = app.anyPod();
    TRIED.forEach((operation, what) ->
        assertThat(app.ask(pod, APP, operation, what))
            .as(operation)
            .isIn("EACCES " + operation, "EPERM " + operation));
    assertThat(app.ask(pod, APP, "open", READ)).isEqualTo(Attempt.OK);
    Collection<String> profiles = policies.kernelNames(revision, List.of(APP)).values();
    Await.until(
        "each denial is counted as intended, and the read as audited",
        NOTICED,
        () -> {
          Reports reports = new Reports(scene);
          assertThat(reports.denials(profiles, DenialKind.Intended))
              .isGreaterThanOrEqualTo(TRIED.size());
          assertThat(reports.denials(profiles, DenialKind.Audited)).isPositive();
          assertThat(reports.denials(profiles, DenialKind.Unexpected)).isZero();
        });
  }

  /** What the operations ask of the kernel before AppArmor is asked. */
  private static void withWhatItTakes(Deployment deployment) {
    deployment.getSpec().setReplicas(1);
    var spec = deployment.getSpec().getTemplate().getSpec();
    spec.getVolumes()
        .add(new VolumeBuilder().withName("scratch").withNewEmptyDir().endEmptyDir().build());
    Container app =
        spec.getContainers().stream()
            .filter(c -> c.getName().equals(APP))
            .findFirst()
            .orElseThrow();
    app.getVolumeMounts()
        .add(new VolumeMountBuilder().withName("scratch").withMountPath("/scratch").build());
    app.setSecurityContext(
        new SecurityContextBuilder()
            .withRunAsUser(0L)
            .withNewCapabilities()
            .withAdd("SYS_ADMIN", "SYS_RESOURCE")
            .endCapabilities()
            .build());
  }
}
