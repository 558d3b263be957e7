package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.MergedRules;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.SeccompArtefact;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.bed.WholeCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is taken away from the policies of a namespace by those of the cluster. */
@OnBed(Nodes.WHOLE)
@WholeCluster("every operator looks at what is of the cluster and writes its status")
class ClusterPolicyIT {
  /** Until then a cluster's policy is seen to be rolled. */
  private static final Map<String, String> SLOW = Map.of("test.palisade.dev/ready-after", "2s");

  private static final Duration FOR_A_WHILE = Duration.ofSeconds(4);
  private static final String FILES =
      "files: [{name: no-tmp, action: Deny, paths: [\"/tmp/**\"], access: [Write]}]";
  private static final String RULES =
      FILES
          + ", presets: [no-mount], capabilities: {drop: [NET_RAW]}, secretMounts: ReadOnly"
          + ", syscalls: [{name: no-ptrace, action: Deny, names: [ptrace]}]"
          + ", devices: [{name: no-disks, action: Deny, type: Block, access: [Mknod]}]";

  @Test
  void itsRulesAreInARevisionThatIsRolledAndGoWithIt(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1);
        History<ClusterSecurityPolicy> history = ClusterPolicies.history(scene)) {
      scene.startOperator();
      String before = running(scene, "web", SLOW);

      ClusterPolicies.apply(scene, "baseline", RULES);

      String with = awaitMerged(scene, "web", "baseline/1");
      assertThat(with).isNotEqualTo(before);
      assertRuns(scene, "web", with);
      assertRulesAreKept(revision(scene, with), ClusterPolicies.name(scene, "baseline"));
      assertFiltered(scene, "web", revision(scene, with));
      ClusterPolicies.assertCounts(
          ClusterPolicies.await(scene, "baseline", "True", "Verified"), 1, 1, 0);
      assertThat(ClusterPolicies.reasons(history)).containsExactly("Rolling", "Verified");

      ClusterPolicies.of(scene, "baseline").delete();

      assertThat(awaitMerged(scene, "web")).isEqualTo(before);
      assertRuns(scene, "web", before);
      assertThat(revision(scene, before).getSpec().clusterPolicies).isNull();
    }
  }

  @Test
  void dividedIntoTwoItRestartsNothing(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      ClusterPolicies.apply(scene, "all", FILES + ", presets: [no-mount]");
      running(scene, "web", Map.of());
      String with = awaitMerged(scene, "web", "all/1");
      long generation = generation(scene, "web");

      ClusterPolicies.apply(scene, "files", FILES);
      ClusterPolicies.apply(scene, "mounts", "presets: [no-mount]");
      awaitMerged(scene, "web", "all/1", "files/1", "mounts/1");
      ClusterPolicies.of(scene, "all").delete();

      assertThat(awaitMerged(scene, "web", "files/1", "mounts/1")).isEqualTo(with);
      ClusterPolicies.await(scene, "files", "True", "Verified");
      ClusterPolicies.await(scene, "mounts", "True", "Verified");
      assertStays(scene, "web", with, generation);
      assertThat(scene.revisions("web")).hasSize(1);
    }
  }

  @Test
  void aNamespaceComesUnderItByItsLabels(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      String before = running(scene, "web", Map.of());
      long generation = generation(scene, "web");
      ClusterPolicies.apply(scene, "labelled", "it.palisade.dev/guarded", RULES);
      ClusterPolicies.assertCounts(
          ClusterPolicies.await(scene, "labelled", "True", "NoMatchingPolicies"), 0, 0, 0);
      assertStays(scene, "web", before, generation);

      scene.label(labels -> labels.put("it.palisade.dev/guarded", scene.namespace()));

      String with = awaitMerged(scene, "web", "labelled/1");
      assertRuns(scene, "web", with);
      ClusterPolicies.await(scene, "labelled", "True", "Verified");

      scene.label(labels -> labels.remove("it.palisade.dev/guarded"));

      assertThat(awaitMerged(scene, "web")).isEqualTo(before).isNotEqualTo(with);
      assertRuns(scene, "web", before);
      ClusterPolicies.assertCounts(
          ClusterPolicies.await(scene, "labelled", "True", "NoMatchingPolicies"), 0, 0, 0);
    }
  }

  @Test
  void policiesAreLeftOutByTheirLabels(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      scene.apply(Manifests.deployment(scene, "spared", 1));
      scene.apply(
          Manifests.policy("spared", "/data/**")
              .replace("{name: spared}", "{name: spared, labels: {exempt: \"true\"}}"));
      String spared = scene.awaitVerified("spared").getStatus().updateRevision;
      long generation = generation(scene, "spared");
      String before = running(scene, "meant", Map.of());

      ClusterPolicies.apply(
          scene,
          "most",
          RULES + ", policySelector: {matchExpressions: [{key: exempt, operator: DoesNotExist}]}");

      assertThat(awaitMerged(scene, "meant", "most/1")).isNotEqualTo(before);
      ClusterPolicies.assertCounts(
          ClusterPolicies.await(scene, "most", "True", "Verified"), 1, 1, 0);
      assertStays(scene, "spared", spared, generation);
      assertThat(scene.policy("spared").getStatus().clusterPolicies).isNull();

      scene.apply(Manifests.policy("spared", "/data/**"));

      assertThat(awaitMerged(scene, "spared", "most/1")).isNotEqualTo(spared);
      ClusterPolicies.assertCounts(
          ClusterPolicies.await(scene, "most", "True", "Verified"), 2, 2, 0);
    }
  }

  @Test
  void oneThatCannotBeUsedHoldsItsPoliciesWhereTheyAre(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      String before = running(scene, "web", Map.of());
      long generation = generation(scene, "web");
      String wrong = "spec.presets[0]: unknown preset \"no-such\"; write one of ";

      ClusterPolicies.apply(scene, "typo", "presets: [no-such]");

      scene.await(
          "web",
          "refused",
          policy ->
              assertThat(assertCondition(policy, "Compiled", "False", "Invalid"))
                  .startsWith(
                      "ClusterSecurityPolicy "
                          + ClusterPolicies.name(scene, "typo")
                          + " "
                          + wrong));
      ClusterPolicies.await(scene, "typo", "False", "Invalid");
      // Whether it is valid is said without its policies; what these say of it comes a moment
      // later.
      Await.until(
          "its policy counts as failed",
          Scene.SOON,
          () ->
              ClusterPolicies.assertCounts(
                  ClusterPolicies.of(scene, "typo").get().getStatus(), 1, 0, 1));
      assertThat(ClusterPolicies.ready(ClusterPolicies.of(scene, "typo").get()).getMessage())
          .startsWith(wrong);
      assertStays(scene, "web", before, generation);
      assertThat(scene.revisions("web")).hasSize(1);

      ClusterPolicies.apply(scene, "typo", "presets: [no-mount]");

      assertThat(awaitMerged(scene, "web", "typo/2")).isNotEqualTo(before);
      ClusterPolicies.assertCounts(
          ClusterPolicies.await(scene, "typo", "True", "Verified"), 1, 1, 0);
    }
  }

  /** The revision of a workload and its policy, once it is proven. */
  private static String running(Scene scene, String name, Map<String, String> annotations) {
    scene.apply(Manifests.deployment(scene, name, 1, annotations));
    scene.apply(Manifests.policy(name, "/data/**"));
    return scene.awaitVerified(name).getStatus().updateRevision;
  }

  /**
   * Waits until the policy is proven with these of the cluster and no others; gives its revision.
   *
   * @param clusterPolicies name and generation of each
   */
  private static String awaitMerged(Scene scene, String policy, String... clusterPolicies) {
    List<String> wanted =
        Stream.of(clusterPolicies).map(name -> ClusterPolicies.name(scene, name)).toList();
    SecurityPolicy merged =
        scene.await(
            policy,
            "verified with " + wanted,
            p -> {
              assertThat(merged(p)).isEqualTo(wanted);
              assertCondition(p, "Ready", "True", "Verified");
            });
    assertCondition(merged, "Degraded", "False", "AsExpected");
    assertThat(merged.getStatus().stableRevision).isEqualTo(merged.getStatus().updateRevision);
    return merged.getStatus().updateRevision;
  }

  private static List<String> merged(SecurityPolicy policy) {
    return Stream.ofNullable(policy.getStatus().clusterPolicies)
        .flatMap(List::stream)
        .map(m -> m.name + "/" + m.generation)
        .toList();
  }

  private static void assertRulesAreKept(SecurityProfile revision, String name) {
    MergedRules kept = revision.getSpec().clusterPolicies.getFirst();
    assertThat(revision.getSpec().clusterPolicies).hasSize(1);
    assertThat(kept.name).isEqualTo(name);
    assertThat(kept.files).singleElement().satisfies(f -> assertThat(f.name).isEqualTo("no-tmp"));
    assertThat(kept.presets).containsExactly("no-mount");
    assertThat(kept.presetRules).singleElement().satisfies(p -> assertThat(p.rules).isNotEmpty());
    assertThat(kept.capabilities.drop).containsExactly("NET_RAW");
    assertThat(kept.secretMounts).hasToString("ReadOnly");
    assertThat(kept.syscalls)
        .singleElement()
        .satisfies(s -> assertThat(s.names).containsExactly("ptrace"));
    assertThat(kept.devices)
        .singleElement()
        .satisfies(d -> assertThat(d.name).isEqualTo("no-disks"));
    assertThat(revision.getSpec().devices).as("the policy's own").isNull();
  }

  private static void assertFiltered(Scene scene, String name, SecurityProfile revision) {
    SeccompArtefact filter = revision.getSpec().containers.getFirst().seccompProfile;
    assertThat(scene.pods(name))
        .filteredOn(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .isNotEmpty()
        .allSatisfy(pod ->
            assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getLocalhostProfile())
                .isEqualTo(filter.localhostProfile));
  }

  private static SecurityProfile revision(Scene scene, String name) {
    return scene.client().resources(SecurityProfile.class).withName(name).get();
  }

  private static void assertRuns(Scene scene, String name, String revision) {
    assertThat(Live.templateRevision(scene.deployment(name))).isEqualTo(revision);
    assertThat(scene.pods(name))
        .filteredOn(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .isNotEmpty()
        .allSatisfy(pod -> assertThat(PodFields.revision(pod)).isEqualTo(revision));
  }

  private static void assertStays(Scene scene, String name, String revision, long generation) {
    Await.stays(
        name + " is left alone",
        FOR_A_WHILE,
        () -> {
          assertThat(generation(scene, name)).isEqualTo(generation);
          assertThat(Live.templateRevision(scene.deployment(name))).isEqualTo(revision);
        });
  }

  private static long generation(Scene scene, String deployment) {
    return Objects.requireNonNull(scene.deployment(deployment).getMetadata().getGeneration());
  }
}
