package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.CONTAINERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.AppArmorReason;
import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on one kernel, as kind's are: one is a container of the other. Both helpers load and
 * remove in one set of profiles (I3).
 */
@Tag("nightly")
class SharedKernelE2E extends PalisadeCase {
  private static final String HOST = "node1";
  private static final String GUEST = "node4";
  private static final Duration STARTED = Duration.ofMinutes(10);
  private static final Duration NOTICED = Duration.ofMinutes(3);

  @BeforeEach
  @Override
  void open(Bed bed) {
    super.open(bed);
    bed.attempt(STARTED, "guest", "start", HOST).successful();
    scene.atEnd(() -> bed.attempt(NOTICED, "guest", "end").successful());
    Installation.awaitRuns(bed, 1);
  }

  @Test
  void oneSetOfProfilesServesBoth() {
    Reports reports = new Reports(scene);
    Await.until(
        "the guest reports that it enforces, on the host's kernel",
        NOTICED,
        () -> {
          assertThat(reports.of(GUEST).appArmor.reason).isEqualTo(AppArmorReason.Capable);
          assertThat(reports.of(GUEST).bootID).isEqualTo(reports.of(HOST).bootID);
        });
    DemoApp app =
        DemoApp.deploy(
            scene,
            d -> {
              d.getSpec().setReplicas(1);
              on(GUEST).accept(d.getSpec().getTemplate().getSpec());
            });
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);
    var policies = new Policies(scene);
    Collection<String> first = rolled(app, policies, "demo/policy-v1.yaml");
    Pod held = app.alone("held", on(HOST));

    Collection<String> second = rolled(app, policies, "demo/policy-v2.yaml");
    List<String> old = first.stream().filter(p -> !second.contains(p)).toList();
    assertThat(old).isNotEmpty();
    Await.until(
        "the guest's helper has found whom a profile is for that no pod of the guest names",
        NOTICED,
        () ->
            assertThat(helperLog())
                .filteredOn(line -> line.contains("a profile stays"))
                .anyMatch(line -> line.contains(scene.namespace() + "/held on " + HOST)));
    assertThat(old).allMatch(p -> reports.kernelHas(HOST, p));
    Processes.areConfined(scene.bed(), held);

    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo("EACCES create");
    deniedAndCountedOnTheHost(second);

    scene.client().resource(held).delete();
    Await.until(
        "nobody names them, and they are gone",
        NOTICED,
        () -> assertThat(old).noneMatch(p -> reports.kernelHas(HOST, p)));
  }

  /** The kernel tells of denials in its first network namespace alone, which is the host's. */
  private void deniedAndCountedOnTheHost(Collection<String> profiles) {
    var reports = new Reports(scene);
    Await.until(
        "the denial is counted",
        NOTICED,
        () -> assertThat(reports.denials(profiles, DenialKind.Intended)).isPositive());
    assertThat(reports.of(GUEST).denials.entries).isEmpty();
    assertThat(reports.of(GUEST).denials.unavailable).contains("is itself a container");
    assertThat(reports.of(HOST).denials.unavailable).isNull();
  }

  private Collection<String> rolled(DemoApp app, Policies policies, String manifest) {
    String revision =
        policies.awaitVerified(policies.apply(manifest, p -> {})).getStatus().updateRevision;
    app.awaitReady(revision);
    Processes.areConfined(scene.bed(), app.anyPod());
    return policies.kernelNames(revision, CONTAINERS).values();
  }

  private List<String> helperLog() {
    return scene
        .client()
        .pods()
        .resource(scene.installation().helperOn(GUEST))
        .inContainer("helper")
        .getLog()
        .lines()
        .toList();
  }

  private static Consumer<PodSpec> on(String node) {
    return spec -> spec.setNodeSelector(Map.of("kubernetes.io/hostname", node));
  }
}
