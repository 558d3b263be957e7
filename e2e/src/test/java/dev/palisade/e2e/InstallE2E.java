package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.bed.Await;
import dev.palisade.bed.Change;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import dev.palisade.controller.helm.HelmRelease;
import dev.palisade.controller.uninstall.UninstallCheck;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart's life by the real Helm: upgraded with its CRDs, not uninstalled while a workload is
 * governed, uninstalled once it is released, installed again. One case, for the nodes are slow, and
 * it leaves the installation as it found it, for the other classes'.
 */
@Tag("nightly")
class InstallE2E extends PalisadeCase {
  /** The hook is a JVM on an emulated processor. */
  private static final Duration HELM = Duration.ofMinutes(10);

  private static final Duration ROLLED = Duration.ofMinutes(5);
  private static final Duration GONE = Duration.ofMinutes(3);
  private static final String CHART = Checkout.root().resolve("charts/palisade").toString();
  private static final String CHECK = "palisade-uninstall-check";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String OWNER = "meta.helm.sh/";

  private boolean installed = true;
  private DemoApp app;

  @Test
  void upgradedThenRefusedThenReleasedAndUninstalledThenInstalledAgain(@TempDir Path directory)
      throws IOException {
    app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
    assertThat(logWrite()).as("without a policy").isEqualTo(Attempt.OK);
    Policies policies = new Policies(scene);
    var applied = policies.apply("demo/policy-v2.yaml", p -> {});
    app.awaitReady(policies.awaitVerified(applied).getStatus().updateRevision);
    assertThat(logWrite()).isEqualTo("EACCES create");

    upgradeBringsTheCrdAndASecondOperatorAndRestartsNothing(directory);
    uninstallIsRefusedAndTakenBack();

    CommandLine.run(scene.bed(), ROLLED, "release", "--all", "-n", scene.namespace()).successful();
    app.awaitReady(PodTimeline.NONE);
    assertThat(logWrite()).as("released").isEqualTo(Attempt.OK);

    uninstalledPodsServeOn();
    assertThat(policies.get(DemoApp.NAME)).as("the policy stays").isNotNull();
    installedAgainItTakesOverWhatHelmDoesNotOwn();
  }

  private void upgradeBringsTheCrdAndASecondOperatorAndRestartsNothing(Path directory)
      throws IOException {
    Set<String> before = podsThatStay();
    upgrade(OlderChart.write(directory).toString()).successful();
    assertThat(columns()).isNotEmpty().doesNotContain(OlderChart.COLUMN);

    // Who scaled the operator by hand owns the number of its replicas.
    upgrade(CHART, "--set", "operator.replicas=2", "--force-conflicts").successful();

    assertThat(columns()).contains(OlderChart.COLUMN);
    Installation.awaitRuns(scene.bed(), 2);
    assertThat(podsThatStay()).isEqualTo(before);
    assertThat(logWrite()).isEqualTo("EACCES create");
    assertThat(helm("test", "palisade", "--logs").successful().out())
        .contains("Palisade works: one of 2 operators leads; ");
  }

  private void uninstallIsRefusedAndTakenBack() {
    Set<String> before = podsThatStay();
    Program refused = helm("uninstall", "palisade");

    assertThat(refused.exitCode()).as(refused.err()).isNotZero();
    assertThat(refused.err())
        .contains(scene.namespace() + "/Deployment/" + DemoApp.NAME + " names palisade.")
        .contains("kubectl palisade release --all -n " + scene.namespace())
        .contains("helm uninstall palisade -n palisade-system --no-hooks");
    Installation.awaitRuns(scene.bed(), 2);
    assertThat(podsThatStay()).isEqualTo(before);
    assertThat(
            scene
                .bed()
                .run("kubectl", "-n", Installation.NAMESPACE, "logs", "job/" + CHECK)
                .lines()
                .map(String::strip))
        .as("the same with its line ends")
        .contains("kubectl palisade release --all -n " + scene.namespace());

    // Helm has it down as uninstalling; the message says what takes that back.
    assertThat(upgrade(CHART).err()).contains("has no deployed releases");
    Matcher way =
        Pattern.compile("helm (rollback palisade [0-9]+ -n palisade-system)")
            .matcher(refused.err());
    assertThat(way.find()).isTrue();
    helm(way.group(1).replace(" -n palisade-system", "").split(" ")).successful();
    upgrade(CHART).successful();
    assertThat(podsThatStay()).isEqualTo(before);
  }

  private void uninstalledPodsServeOn() {
    nothingElseNamesAProfile();
    Pod pod = app.anyPod();
    List<ConfinedProcess> processes = Processes.of(scene.bed(), pod);
    assertThat(processes).isNotEmpty();

    installed = false;
    helm("uninstall", "palisade").successful();

    Await.until(
        "operators and helpers are gone, and what is left is the pod of helm test, which has ended",
        GONE,
        () ->
            assertThat(systemPods())
                .extracting(p -> p.getMetadata().getName() + " " + p.getStatus().getPhase())
                .containsExactly("palisade-test Succeeded"));
    assertThat(app.pods())
        .singleElement()
        .matches(Readiness::isPodReady)
        .extracting(p -> p.getMetadata().getUid())
        .isEqualTo(pod.getMetadata().getUid());
    assertThat(Processes.of(scene.bed(), pod)).containsAll(processes);
    assertThat(logWrite()).as("uninstalled").isEqualTo(Attempt.OK);
    assertThat(crds()).hasSizeGreaterThan(3);
    hookIsGone();
    Await.until(
        "whoever cleans up may delete profiles: the policy about them is gone",
        GONE,
        () -> {
          List<SecurityProfile> left =
              scene.client().resources(SecurityProfile.class).list().getItems();
          assertThat(left).isNotEmpty();
          left.forEach(p -> scene.client().resource(p).dryRun(true).delete());
        });
  }

  private void hookIsGone() {
    var client = scene.client();
    assertThat(client.batch().v1().jobs().inNamespace(Installation.NAMESPACE).withName(CHECK).get())
        .isNull();
    assertThat(client.serviceAccounts().inNamespace(Installation.NAMESPACE).withName(CHECK).get())
        .isNull();
    assertThat(client.rbac().clusterRoles().withName(CHECK).get()).isNull();
    assertThat(client.rbac().clusterRoleBindings().withName(CHECK).get()).isNull();
  }

  /** As after an installation whose CRDs lay in the chart's crds/. */
  private void installedAgainItTakesOverWhatHelmDoesNotOwn() {
    crds().forEach(this::disown);
    assertThat(helm("install", "palisade", CHART).err())
        .contains("exists and cannot be imported into the current release");

    Installation.install(scene.bed(), "--take-ownership");

    installed = true;
    assertThat(crds())
        .allSatisfy(
            crd -> assertThat(crd.getMetadata().getLabels()).containsEntry(MANAGED_BY, "Helm"));
    assertThat(logWrite()).as("a released workload is left alone").isEqualTo(Attempt.OK);
  }

  @AfterEach
  void installAgain() {
    if (!installed) {
      helm("uninstall", "palisade", "--no-hooks", "--ignore-not-found");
      Installation.install(scene.bed(), "--take-ownership");
    }
  }

  /** Scenes of other classes end in their own time. */
  private void nothingElseNamesAProfile() {
    Await.until(
        "nothing in the cluster names a profile",
        GONE,
        () -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
          HelmRelease release = new HelmRelease("palisade", Installation.NAMESPACE, "1");
          assertThat(UninstallCheck.run(scene.client(), release, print))
              .as(out.toString(StandardCharsets.UTF_8))
              .isZero();
        });
  }

  private String logWrite() {
    return app.ask(app.anyPod(), APP, "create", DemoApp.LOG);
  }

  private Program upgrade(String chart, String... options) {
    List<String> command = new ArrayList<>(List.of("upgrade", "palisade", chart, "--reuse-values"));
    command.addAll(List.of(options));
    return helm(command.toArray(String[]::new));
  }

  private Program helm(String... arguments) {
    List<String> command = new ArrayList<>(List.of("helm"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--namespace", Installation.NAMESPACE));
    if (arguments[0].equals("uninstall")) {
      command.addAll(List.of("--timeout", HELM.minusMinutes(1).toSeconds() + "s"));
    }
    return scene.bed().attempt(HELM, command.toArray(String[]::new));
  }

  /** The app's and the helpers': an upgrade that changes neither template restarts none. */
  private Set<String> podsThatStay() {
    List<Pod> pods = new ArrayList<>(app.pods());
    systemPods().stream()
        .filter(p -> p.getMetadata().getName().startsWith("palisade-helper-"))
        .forEach(pods::add);
    return pods.stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
  }

  private List<Pod> systemPods() {
    return scene.client().pods().inNamespace(Installation.NAMESPACE).list().getItems();
  }

  private List<CustomResourceDefinition> crds() {
    return scene
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .list()
        .getItems()
        .stream()
        .filter(crd -> crd.getMetadata().getName().endsWith(".palisade.dev"))
        .toList();
  }

  private List<String> columns() {
    return crds().stream()
        .filter(crd -> crd.getMetadata().getName().equals(OlderChart.CRD))
        .flatMap(crd -> crd.getSpec().getVersions().stream())
        .map(CustomResourceDefinitionVersion::getAdditionalPrinterColumns)
        .flatMap(List::stream)
        .map(column -> column.getName())
        .toList();
  }

  private void disown(CustomResourceDefinition crd) {
    Change.of(
        scene.client().resource(crd),
        c -> {
          ObjectMeta metadata = c.getMetadata();
          metadata.getLabels().remove(MANAGED_BY);
          metadata.getAnnotations().keySet().removeIf(key -> key.startsWith(OWNER));
        });
  }
}
