package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.SHIPPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.SecretMountsProof;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
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
 * told from other denials. Secrets stay read-only even where a container may mount, and are looked
 * at on the processes.
 */
class RuleKindsE2E extends PalisadeCase {
  private static final Duration NOTICED = Duration.ofMinutes(2);
  private static final String READ = DemoApp.LOG;
  private static final String SECRET = "/etc/tls";

  /** Without a capability more than others, beside {@link DemoApp#SHIPPER} with SYS_ADMIN. */
  private static final String READER = "reader";

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
    scene.client().resource(secret()).create();
    DemoApp app = DemoApp.deploy(scene, RuleKindsE2E::withWhatItTakes);
    Pod unconfined = app.unconfined();
    assertThat(app.ask(unconfined, SHIPPER, "remount", SECRET)).isEqualTo(Attempt.OK);
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
    assertThat(app.ask(pod, SHIPPER, "remount", SECRET)).isIn("EACCES remount", "EPERM remount");
    awaitSecrets(pod, PodVerdict.Enforced, SecretMountsProof.ReadOnly);
    asTheNode(pod, "remount,bind,rw");
    awaitSecrets(pod, PodVerdict.Unenforced, SecretMountsProof.Writable);
    asTheNode(pod, "remount,bind,ro");
    awaitSecrets(pod, PodVerdict.Enforced, SecretMountsProof.ReadOnly);
  }

  /** What the helper says of the pod and of its secrets; SHIPPER may mount throughout. */
  private void awaitSecrets(Pod pod, PodVerdict verdict, SecretMountsProof ofReader) {
    Await.until(
        "secrets of " + READER + " are " + ofReader,
        NOTICED,
        () -> {
          NodeSecurityStatus.Pod seen =
              new Reports(scene)
                  .of(pod.getSpec().getNodeName()).pods.stream()
                      .filter(p -> p.uid.equals(pod.getMetadata().getUid()))
                      .findFirst()
                      .orElseThrow(() -> new AssertionError("the pod is not reported"));
          assertThat(seen.verdict).as(seen.message).isEqualTo(verdict);
          assertThat(seen.secretMounts)
              .extracting(s -> s.container, s -> s.proof)
              .containsExactlyInAnyOrder(
                  tuple(SHIPPER, SecretMountsProof.SysAdminPresent), tuple(READER, ofReader));
        });
  }

  /** Mounts the reader's secret anew, past its profile. */
  private void asTheNode(Pod pod, String options) {
    int reader =
        Processes.of(scene.bed(), pod).stream()
            .filter(p -> p.container().equals(READER))
            .findFirst()
            .orElseThrow()
            .pid();
    scene
        .bed()
        .run(
            "node-shell",
            pod.getSpec().getNodeName(),
            "nsenter -t %d -m /usr/bin/busybox mount -o %s %s".formatted(reader, options, SECRET));
  }

  private Secret secret() {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("tls")
        .withNamespace(scene.namespace())
        .endMetadata()
        .addToStringData("key", "e2e")
        .build();
  }

  /** What the operations ask of the kernel before AppArmor is asked. */
  private static void withWhatItTakes(Deployment deployment) {
    deployment.getSpec().setReplicas(1);
    PodSpec spec = deployment.getSpec().getTemplate().getSpec();
    spec.getVolumes()
        .add(new VolumeBuilder().withName("scratch").withNewEmptyDir().endEmptyDir().build());
    spec.getVolumes()
        .add(
            new VolumeBuilder()
                .withName("tls")
                .withNewSecret()
                .withSecretName("tls")
                .endSecret()
                .build());
    Container app = named(spec, APP);
    app.getVolumeMounts().add(mount("scratch", "/scratch"));
    app.setSecurityContext(rootWith("SYS_ADMIN", "SYS_RESOURCE"));
    Container shipper = named(spec, SHIPPER);
    shipper.getVolumeMounts().add(mount("tls", SECRET));
    spec.getContainers()
        .add(
            new ContainerBuilder(shipper)
                .withName(READER)
                .removeMatchingFromEnv(e -> e.getName().equals("PORT"))
                .addToEnv(new EnvVar("PORT", "8082", null))
                .build());
    shipper.setSecurityContext(rootWith("SYS_ADMIN"));
  }

  private static Container named(PodSpec spec, String name) {
    return spec.getContainers().stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
  }

  private static SecurityContext rootWith(String... capabilities) {
    return new SecurityContextBuilder()
        .withRunAsUser(0L)
        .withNewCapabilities()
        .withAdd(capabilities)
        .endCapabilities()
        .build();
  }
}
