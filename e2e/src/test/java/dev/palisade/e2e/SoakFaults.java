package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.RolloutSpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Strikes a scene with faults; what comes of one is not waited for before the next, but for a boot.
 */
final class SoakFaults {
  private static final int MOST_REPLICAS = 3;

  /** A helper or an operator that died often is started again after up to five minutes. */
  private static final Duration NOTICED = Duration.ofMinutes(10);

  private final Scene scene;
  private final DemoApp app;
  private final Policies policies;
  private final NeverWeaker weaker;
  private final Random random;
  private final Map<SoakFault, Integer> struck = new EnumMap<>(SoakFault.class);
  private int revisions;

  SoakFaults(Scene scene, DemoApp app, Policies policies, NeverWeaker weaker, Random random) {
    this.scene = scene;
    this.app = app;
    this.policies = policies;
    this.weaker = weaker;
    this.random = random;
  }

  /** How often each fault has struck. */
  Map<SoakFault, Integer> struck() {
    return new EnumMap<>(struck);
  }

  void strike(SoakFault fault) {
    boolean there =
        switch (fault) {
          case POLICY_CHANGED -> {
            changePolicy(random.nextBoolean());
            yield true;
          }
          case POD_DELETED -> deleteOneOf(app.pods());
          case SCALED -> {
            app.deployment().scale(1 + random.nextInt(MOST_REPLICAS));
            yield true;
          }
          case PROFILE_REMOVED_BY_HAND ->
              removeOneUnder(app.pods().stream().filter(this::isEnforced).toList());
          case API_SERVER_RESTARTED -> {
            restartApiServer();
            yield true;
          }
          case CONTAINERD_RESTARTED -> {
            String kill = "kill -9 $(pidof containerd)";
            yield scene.bed().attempt(NOTICED, "node-shell", anyNode(), kill).exitCode() == 0;
          }
          case HELPER_KILLED -> killOneOf(scene.installation().helpers());
          case OPERATOR_KILLED -> killOneOf(scene.installation().operators());
          case NODE_REBOOTED -> {
            scene.bed().run("reboot", anyNode(), "--wait");
            yield true;
          }
        };
    if (there) {
      struck.merge(fault, 1, Integer::sum);
    }
  }

  /** Never the same again, so that revisions come and go. */
  SecurityPolicy changePolicy(boolean strict) {
    String path = "/opt/soak-" + ++revisions;
    return policies.apply(
        strict ? "demo/policy-v2.yaml" : "demo/policy-v1.yaml",
        p -> {
          var denied = p.getSpec().containers.getFirst().executables.getFirst();
          denied.paths = new ArrayList<>(denied.paths);
          denied.paths.add(path);
          p.getSpec().revisionHistoryLimit = SoakE2E.HISTORY;
          // A node may be rebooting in the middle.
          p.getSpec().rollout = new RolloutSpec();
          p.getSpec().rollout.progressDeadlineSeconds = 900;
        });
  }

  private boolean deleteOneOf(List<Pod> pods) {
    if (!pods.isEmpty()) {
      scene.client().resource(any(pods)).delete();
    }
    return !pods.isEmpty();
  }

  private void restartApiServer() {
    scene.bed().run("stop", "apiserver");
    scene.bed().run("start", "apiserver");
    Await.until(
        "the API server answers",
        NOTICED,
        () ->
            assertThat(scene.client().namespaces().withName(scene.namespace()).get()).isNotNull());
  }

  /**
   * Takes a profile away under running processes and waits until they are reported; their pods are
   * deleted then, which is the way out that the documentation names.
   */
  private boolean removeOneUnder(List<Pod> pods) {
    if (pods.isEmpty()) {
      return false;
    }
    Pod pod = any(pods);
    String profile = policies.kernelNames(DemoApp.revision(pod), DemoApp.CONTAINERS).get(APP);
    return weaker.unseen(() -> remove(profile, pod.getSpec().getNodeName()));
  }

  private boolean remove(String profile, String node) {
    String table = Processes.table(scene.bed(), node).orElse("");
    List<Pod> pods =
        app.pods().stream().filter(p -> node.equals(p.getSpec().getNodeName())).toList();
    // A process that is about to come under the profile would lose it as well, unseen by this.
    if (!pods.stream().allMatch(p -> runs(p, table))
        || !new Reports(scene).removeFromKernel(node, profile)) {
      return false;
    }
    List<Pod> touched = pods.stream().filter(p -> isUnder(profile, p, table)).toList();
    Await.until(
        "no pod that ran under " + profile + " is said to run under it",
        NOTICED,
        () -> {
          List<Pod> left = touched.stream().filter(this::isThere).toList();
          assertThat(left).noneMatch(this::isEnforced);
          assertThat(left.isEmpty() || !Policies.isVerified(policies.get(DemoApp.NAME))).isTrue();
        });
    touched.forEach(p -> scene.client().resource(p).delete());
    return true;
  }

  private static boolean isUnder(String profile, Pod pod, String table) {
    return Processes.in(pod, table).stream().anyMatch(p -> p.label().startsWith(profile + " ("));
  }

  /** Each container has a process under a profile of ours. */
  private static boolean runs(Pod pod, String table) {
    return Processes.in(pod, table).stream()
        .filter(p -> p.label().startsWith("palisade."))
        .map(ConfinedProcess::container)
        .collect(Collectors.toSet())
        .containsAll(DemoApp.CONTAINERS);
  }

  private boolean isThere(Pod pod) {
    return app.pods().stream()
        .anyMatch(p -> p.getMetadata().getUid().equals(pod.getMetadata().getUid()));
  }

  private boolean isEnforced(Pod pod) {
    return Optional.ofNullable(pod.getSpec().getNodeName())
        .map(node -> new Reports(scene).of(node).pods)
        .stream()
        .flatMap(List::stream)
        .anyMatch(
            p -> p.uid.equals(pod.getMetadata().getUid()) && p.verdict == PodVerdict.Enforced);
  }

  private boolean killOneOf(List<Pod> pods) {
    return !pods.isEmpty() && new Jvm(scene.bed(), any(pods)).kill();
  }

  private String anyNode() {
    return any(new Reports(scene).capableNodes());
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
