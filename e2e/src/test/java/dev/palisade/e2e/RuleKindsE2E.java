package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.SHIPPER;
import static dev.palisade.e2e.EveryKindPod.PREPARE;
import static dev.palisade.e2e.EveryKindPod.READER;
import static dev.palisade.e2e.EveryKindPod.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.palisade.api.v1alpha1.CapabilitiesProof;
import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.DevicesProof;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.ProfileState;
import dev.palisade.api.v1alpha1.SecretMountsProof;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/**
 * Each kind of rule denies to the processes of a container, and the kernel's records of that are
 * told from other denials. Containers of every sort run each under their own rules, and a device
 * program holds for all of them. Secrets stay read-only even where a container may mount, and are
 * looked at on the processes, as are capabilities.
 */
class RuleKindsE2E extends PalisadeCase {
  private static final Duration NOTICED = Duration.ofMinutes(2);
  private static final String READ = DemoApp.LOG;

  private static final String NULL_DEVICE = "c,1,3";

  /** {@code /dev/kmsg}: a policy of the cluster takes it. */
  private static final String KERNEL_LOG = "c,1,11";

  /** A policy of the cluster takes it, the namespace's own does not name it. */
  private static final String OF_THE_CLUSTER = "/dev/shm/kept";

  /**
   * By operation what it is tried on. A limit is only asked of a process that may raise its own. A
   * program with rules of its own gets no other name.
   */
  private static final Map<String, String> TRIED = new LinkedHashMap<>();

  static {
    TRIED.put("exec", "/usr/bin/busybox");
    TRIED.put("link", "/usr/bin/demo-app");
    TRIED.put("mknod", "/var/log/checkout/null");
    TRIED.put("socket", "2,3,1");
    TRIED.put("signal", "12");
    TRIED.put("ptrace", "a-child");
    TRIED.put("limit", "2048");
    TRIED.put("unmount", "/scratch");
    TRIED.put("create", OF_THE_CLUSTER);
  }

  @Test
  void eachKindDeniesAndIsToldFromOtherDenials() {
    scene.client().resource(EveryKindPod.secret(scene.namespace())).create();
    DemoApp app = DemoApp.deploy(scene, EveryKindPod::change);
    Pod unconfined = app.unconfined();
    assertThat(app.ask(unconfined, SHIPPER, "remount", SECRET)).isEqualTo(Attempt.OK);
    assertThat(log(unconfined, PREPARE))
        .contains(EveryKindPod.WRITTEN, EveryKindPod.SHELL_WROTE, EveryKindPod.PROGRAM_REMOVED);
    TRIED.forEach((operation, what) ->
        assertThat(app.ask(unconfined, APP, operation, what)).as(operation).isEqualTo(Attempt.OK));

    Policies policies = new Policies(scene);
    policies.ofTheCluster(
        "files: [{name: kept, action: Deny, paths: [%s], access: [Write]}], devices: [{name: no-log, action: Deny, type: Character, major: 1, minor: 11, access: [Mknod]}]"
            .formatted(OF_THE_CLUSTER));
    SecurityPolicy applied = policies.apply("e2e/src/test/resources/every-kind.yaml", policy -> {});
    SecurityPolicy verified = policies.awaitVerified(applied);
    String revision = verified.getStatus().updateRevision;
    app.awaitReady(revision);

    Pod pod = app.anyPod();
    TRIED.forEach((operation, what) ->
        assertThat(app.ask(pod, APP, operation, what))
            .as(operation)
            .isIn("EACCES " + operation, "EPERM " + operation));
    assertThat(app.ask(pod, APP, "open", READ)).isEqualTo(Attempt.OK);
    assertThat(app.ask(pod, APP, "create", "/dev/null")).isEqualTo(Attempt.OK);
    assertThat(log(pod, PREPARE))
        .as("the last is denied to one program of the container alone")
        .contains(EveryKindPod.REFUSED, EveryKindPod.SHELL_WROTE, EveryKindPod.PROGRAM_REFUSED);
    assertThat(policies.kernelNames(revision, EveryKindPod.RUNNING).values())
        .doesNotHaveDuplicates();
    assertThat(Processes.of(scene.bed(), pod))
        .extracting(p -> p.container(), p -> p.label())
        .containsOnly(
            policies.kernelNames(revision, EveryKindPod.RUNNING).entrySet().stream()
                .map(e -> tuple(e.getKey(), e.getValue() + " (enforce)"))
                .toArray(Tuple[]::new));
    onlyWhatIsAllowed(app, unconfined, pod);
    noSuchCall(app, unconfined, pod);
    noDisk(app, unconfined, pod);
    fewerCapabilities(verified, pod);
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

  /** Base Restricted: READER does what its rules allow, and nothing else that it could before. */
  private static void onlyWhatIsAllowed(DemoApp app, Pod before, Pod after) {
    assertThat(app.ask(after, READER, "create", DemoApp.LOG + ".restricted")).isEqualTo(Attempt.OK);
    assertThat(app.ask(after, READER, "open", "/etc/passwd"))
        .as("by the base")
        .isEqualTo(Attempt.OK);
    Map.of(
            "open", "/usr/share/doc/busybox-static/copyright",
            "exec", "/usr/bin/busybox",
            "create", "/dev/shm/x",
            "socket", "2,2,17")
        .forEach((operation, what) -> {
          assertThat(app.ask(before, READER, operation, what)).as(operation).isEqualTo(Attempt.OK);
          assertThat(app.ask(after, READER, operation, what))
              .as(operation)
              .isEqualTo("EACCES " + operation);
        });
  }

  /** Seccomp: READER alone has a filter, which is a file of the node and shows in its processes. */
  private void noSuchCall(DemoApp app, Pod before, Pod after) {
    assertThat(app.ask(before, READER, "times", "-")).isEqualTo(Attempt.OK);
    assertThat(app.ask(after, READER, "times", "-")).isEqualTo("EPERM times");
    assertThat(app.ask(after, SHIPPER, "times", "-")).isEqualTo(Attempt.OK);
    String node = after.getSpec().getNodeName();
    Container reader =
        after.getSpec().getInitContainers().stream()
            .filter(c -> c.getName().equals(READER))
            .findFirst()
            .orElseThrow();
    assertThat(new Reports(scene).of(node).seccompProfiles)
        .extracting(p -> p.name, p -> p.state)
        .contains(
            tuple(
                reader.getSecurityContext().getSeccompProfile().getLocalhostProfile(),
                ProfileState.Loaded));
    assertThat(Processes.of(scene.bed(), after))
        .filteredOn(p -> p.container().equals(READER))
        .isNotEmpty()
        .allSatisfy(p ->
            assertThat(
                    scene
                        .bed()
                        .run("node-shell", node, "grep Seccomp: /proc/" + p.pid() + "/status"))
                .isEqualToIgnoringWhitespace("Seccomp: 2"));
  }

  /** A device program: neither AppArmor nor the runtime keeps SHIPPER from making device files. */
  private void noDisk(DemoApp app, Pod before, Pod after) {
    String old = Disk.of(scene, before.getSpec().getNodeName()).number();
    String disk = Disk.of(scene, after.getSpec().getNodeName()).number();
    assertThat(app.ask(before, SHIPPER, "make", old)).isEqualTo(Attempt.OK);
    assertThat(app.ask(after, SHIPPER, "make", disk)).isEqualTo("EPERM make");
    assertThat(app.ask(after, SHIPPER, "make", NULL_DEVICE)).isEqualTo(Attempt.OK);
    assertThat(app.ask(before, SHIPPER, "make", KERNEL_LOG)).isEqualTo(Attempt.OK);
    assertThat(app.ask(after, SHIPPER, "make", KERNEL_LOG)).isEqualTo("EPERM make");
    Reports reports = new Reports(scene);
    List<DevicesProof> proofs = app.pods().stream().map(pod -> reports.of(pod).devices).toList();
    System.out.println("RuleKindsE2E: the device programs of its pods are " + proofs);
    assertThat(proofs).isNotEmpty().isSubsetOf(DevicesProof.Attached, DevicesProof.AttachedLate);
  }

  /**
   * SHIPPER's author asks for what is dropped, and those lists stay; READER's has none, and the
   * policy's are written.
   */
  private void fewerCapabilities(SecurityPolicy policy, Pod pod) {
    assertThat(Policies.condition(policy, "Compiled").getMessage())
        .contains(
            "container %s of %s/Deployment/%s asks for SYS_ADMIN, which its profile denies"
                .formatted(SHIPPER, scene.namespace(), DemoApp.NAME));
    Await.until(
        "it is said whose capabilities are dropped",
        NOTICED,
        () ->
            assertThat(new Reports(scene).of(pod).capabilities)
                .extracting(c -> c.container, c -> c.proof)
                .containsExactlyInAnyOrder(
                    tuple(SHIPPER, CapabilitiesProof.AppArmorOnly),
                    tuple(READER, CapabilitiesProof.Dropped)));
  }

  private String log(Pod pod, String container) {
    return scene.client().pods().resource(pod).inContainer(container).getLog();
  }

  /** What the helper says of the pod and of its secrets; SHIPPER may mount throughout. */
  private void awaitSecrets(Pod pod, PodVerdict verdict, SecretMountsProof ofReader) {
    Await.until(
        "secrets of " + READER + " are " + ofReader,
        NOTICED,
        () -> {
          NodeSecurityStatus.Pod seen = new Reports(scene).of(pod);
          assertThat(seen.verdict).as(seen.message).isEqualTo(verdict);
          assertThat(seen.secretMounts)
              .extracting(s -> s.container, s -> s.proof)
              .containsExactlyInAnyOrder(
                  tuple(SHIPPER, SecretMountsProof.SysAdminPresent), tuple(READER, ofReader));
        });
  }

  /** Mounts the reader's secret anew, past its profile; busybox asks /proc of its own mounts. */
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
            "nsenter -t %d -m -p /usr/bin/busybox mount -o %s %s"
                .formatted(reader, options, SECRET));
  }
}
