package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.SHIPPER;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/**
 * The demo's application with what the operations of {@code every-kind.yaml} ask of the kernel
 * before AppArmor is asked, and with a container of every sort.
 */
final class EveryKindPod {
  /** An init container; its log has one of the two words. */
  static final String PREPARE = "prepare";

  static final String WRITTEN = "was-written";
  static final String REFUSED = "was-refused";

  /**
   * A file that its shell, which the runtime starts, makes; a program that the shell starts removes
   * it, and says so with one of the two words.
   */
  static final String SHELLS_FILE = DemoApp.LOG + ".of-the-shell";

  static final String SHELL_WROTE = "shell-wrote";
  static final String PROGRAM_REMOVED = "program-removed";
  static final String PROGRAM_REFUSED = "program-refused";

  /** A native sidecar, without SYS_ADMIN, and under the policy with base Restricted. */
  static final String READER = "reader";

  static final int PORT = 8082;

  /** Those that run, each with a profile of its own; SHIPPER has the pod level's. */
  static final List<String> RUNNING = List.of(APP, SHIPPER, READER);

  /** Where READER and SHIPPER have a secret. */
  static final String SECRET = "/etc/tls";

  private static final String NAME = "tls";

  private EveryKindPod() {}

  static Secret secret(String namespace) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .endMetadata()
        .addToStringData("key", "e2e")
        .build();
  }

  static void change(Deployment deployment) {
    deployment.getSpec().setReplicas(1);
    PodSpec spec = deployment.getSpec().getTemplate().getSpec();
    spec.getVolumes()
        .add(new VolumeBuilder().withName("scratch").withNewEmptyDir().endEmptyDir().build());
    spec.getVolumes()
        .add(
            new VolumeBuilder()
                .withName(NAME)
                .withNewSecret()
                .withSecretName(NAME)
                .endSecret()
                .build());
    Container app = named(spec, APP);
    Container shipper = named(spec, SHIPPER);
    spec.setInitContainers(
        List.of(
            new ContainerBuilder(shipper)
                .withName(PREPARE)
                .withCommand(
                    "/usr/bin/busybox",
                    "sh",
                    "-c",
                    "busybox touch /var/log/checkout/prepared && echo %s || echo %s; : > %s && echo %s; /usr/bin/busybox rm %s && echo %s || echo %s"
                        .formatted(
                            WRITTEN,
                            REFUSED,
                            SHELLS_FILE,
                            SHELL_WROTE,
                            SHELLS_FILE,
                            PROGRAM_REMOVED,
                            PROGRAM_REFUSED))
                .build(),
            new ContainerBuilder(shipper)
                .withName(READER)
                .withRestartPolicy("Always")
                .removeMatchingFromEnv(e -> e.getName().equals("PORT"))
                .addToEnv(new EnvVar("PORT", Integer.toString(PORT), null))
                .addToVolumeMounts(mount(NAME, SECRET))
                .build()));
    app.getVolumeMounts().add(mount("scratch", "/scratch"));
    app.setSecurityContext(rootWith("SYS_ADMIN", "SYS_RESOURCE"));
    shipper.getVolumeMounts().add(mount(NAME, SECRET));
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
