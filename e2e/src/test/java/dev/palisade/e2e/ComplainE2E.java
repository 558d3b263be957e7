package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.SHIPPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import dev.palisade.api.v1alpha1.SyscallRule;
import dev.palisade.bed.Await;
import dev.palisade.policy.Library;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Mode Complain: the policy's own denies are only reported; the base's and the cluster's hold.
 * Under base Restricted the profile itself complains: what nothing allows is reported, and what the
 * base denies is denied.
 */
class ComplainE2E extends PalisadeCase {
  private static final Duration NOTICED = Duration.ofMinutes(2);

  /** Readable by everybody, but denied by the runtime's default profile, and so by the base. */
  private static final String DENIED_BY_BASE = "/sys/kernel/security/lsm";

  /** A policy of the cluster denies it, whatever the mode. */
  private static final String DENIED_BY_CLUSTER = "/dev/shm/kept";

  /** No rule allows the shipper to read it or to run it. */
  private static final String NOT_ALLOWED = "/usr/bin/busybox";

  @Test
  void deniedWritesSucceedAndAreReportedWhileTheBaseHolds() {
    DemoApp app = DemoApp.deploy(scene, ComplainE2E::withSecurityfs);
    Pod unconfined = app.unconfined();
    assertThat(app.ask(unconfined, APP, "open", DENIED_BY_BASE)).isEqualTo(Attempt.OK);

    for (String container : DemoApp.CONTAINERS) {
      assertThat(app.ask(unconfined, container, "create", DENIED_BY_CLUSTER + container))
          .isEqualTo(Attempt.OK);
      assertThat(app.ask(unconfined, container, "ptrace", "a-child")).isEqualTo(Attempt.OK);
    }

    Policies policies = new Policies(scene);
    policies.ofTheCluster(
        "files: [{name: kept, action: Deny, paths: [%s*], access: [Write]}], syscalls: [{name: no-ptrace, action: Deny, names: [ptrace]}]"
            .formatted(DENIED_BY_CLUSTER));
    SecurityPolicy applied =
        policies.apply(
            "demo/policy-v2.yaml",
            p -> {
              p.getSpec().mode = Mode.Complain;
              p.getSpec().defaultContainer = whatTheShipperNeeds();
              p.getSpec().containers.getFirst().syscalls = List.of(noTimes());
            });
    String revision = policies.awaitVerified(applied).getStatus().updateRevision;
    app.awaitReady(revision);

    assertThat(app.attempts(app.anyPod(), APP))
        .allSatisfy(a -> assertThat(a.answer()).as("%s", a).isEqualTo(Attempt.OK));
    for (String container : DemoApp.CONTAINERS) {
      Pod pod = app.anyPod();
      assertThat(app.ask(pod, container, "open", DENIED_BY_BASE)).isEqualTo("EACCES open");
      assertThat(app.ask(pod, container, "create", DENIED_BY_CLUSTER + container))
          .isEqualTo("EACCES create");
      assertThat(app.ask(pod, container, "ptrace", "a-child")).isEqualTo("EPERM ptrace");
    }
    for (String operation : List.of("open", "exec")) {
      assertThat(app.ask(app.anyPod(), SHIPPER, operation, NOT_ALLOWED)).isEqualTo(Attempt.OK);
    }
    Collection<String> restricted = policies.kernelNames(revision, List.of(SHIPPER)).values();
    Await.until(
        "what nothing allows is reported, of what was executed too",
        NOTICED,
        () ->
            assertThat(new Reports(scene).denials(restricted, DenialKind.Complain))
                .isGreaterThanOrEqualTo(2));
    Collection<String> profiles = policies.kernelNames(revision, List.of(APP)).values();
    Await.until(
        "what would have been denied is reported",
        NOTICED,
        () -> {
          Reports reports = new Reports(scene);
          assertThat(reports.denials(profiles, DenialKind.Complain))
              .isGreaterThanOrEqualTo(FileOperation.values().length);
          assertThat(reports.denials(profiles, DenialKind.Intended))
              .as("by the base and by the cluster")
              .isEqualTo(2);
        });
    assertThat(app.ask(app.anyPod(), APP, "times", "-")).isEqualTo(Attempt.OK);
    Await.until(
        "a system call that would have been denied is reported",
        NOTICED,
        () ->
            assertThat(new Reports(scene).entries(profiles, DenialKind.Complain))
                .extracting(d -> d.operation, d -> d.target)
                .contains(tuple("syscall", "times")));
  }

  private static SyscallRule noTimes() {
    var rule = new SyscallRule();
    rule.name = "no-times";
    rule.action = RuleAction.Deny;
    rule.names = List.of("times");
    return rule;
  }

  /** A list without a gap: else each of its requests would be reported many times. */
  private static ContainerRules whatTheShipperNeeds() {
    var rules = new ContainerRules();
    rules.base = Library.RESTRICTED;
    var itself = allow(new ExecutableRule(), "itself");
    itself.paths = List.of("/usr/bin/demo-app");
    rules.executables = List.of(itself);
    var log = allow(new FileRule(), "the-log");
    log.paths = List.of("/var/log/checkout/**");
    log.access = List.of(FileAccess.Read, FileAccess.Write);
    rules.files = List.of(log);
    var http = allow(new NetworkRule(), "http");
    http.families = List.of(SocketFamily.Inet, SocketFamily.Inet6);
    http.types = List.of(SocketType.Stream);
    rules.network = List.of(http);
    return rules;
  }

  private static <R extends Rule> R allow(R rule, String name) {
    rule.name = name;
    rule.action = RuleAction.Allow;
    return rule;
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
