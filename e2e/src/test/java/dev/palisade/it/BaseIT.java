package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityBaseStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.bed.WholeCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Policies on a base of a team, and what an edit of it does to them. */
@OnBed(Nodes.WHOLE)
@WholeCluster("every operator looks at what is of the cluster and writes its status")
class BaseIT {
  /** Until then a policy is seen to be rolled. */
  private static final Map<String, String> SLOW = Map.of("test.palisade.dev/ready-after", "2s");

  private static final Duration FOR_A_WHILE = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(150);
  private static final String FIRST = "/opt/java/** rmx,";
  private static final String SECOND = "/opt/java/21/** rmx,";
  private static final String THIRD = "/opt/java/25/** rmx,";

  @Test
  void anEditIsRolledOnePolicyAfterAnother(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      SecurityBases.apply(scene, "java", FIRST);
      String before = running(scene, "a", SLOW);
      String other = running(scene, "b", SLOW);
      SecurityBaseStatus status = SecurityBases.await(scene, "java", "True", "Verified");
      SecurityBases.assertCounts(status, 2, 2, 0);
      assertThat(status.turn).isEmpty();
      assertThat(revision(scene, before).getSpec().bases)
          .singleElement()
          .satisfies(kept -> {
            assertThat(kept.name).isEqualTo(SecurityBases.name(scene, "java"));
            assertThat(kept.from).hasToString("Restricted");
            assertThat(kept.rules).containsExactly(FIRST);
          });

      try (History<SecurityBase> bases = SecurityBases.history(scene);
          History<SecurityPolicy> policies = History.of(scene.policies("a"));
          History<Deployment> first = History.of(scene.deployments("a"));
          History<Deployment> second = History.of(scene.deployments("b"))) {
        SecurityBases.apply(scene, "java", SECOND);
        String after = awaitOn(scene, "a", 2);
        assertThat(after).isNotEqualTo(before);
        assertThat(awaitOn(scene, "b", 2)).isNotEqualTo(other);
        SecurityBases.assertCounts(SecurityBases.await(scene, "java", "True", "Verified"), 2, 2, 0);

        SecurityBase announced =
            first(
                bases, b -> SecurityBases.isSeen(b) && b.getMetadata().getGeneration().equals(2L));
        assertThat(announced.getStatus().turn).containsExactly(scene.namespace() + "/a");
        assertThat(announced.getStatus().pods).isEqualTo(2);
        SecurityBases.assertCounts(announced.getStatus(), 2, 0, 0);
        assertThat(order(first(first, isNot(before))))
            .as("what is concerned is said before anything starts")
            .isGreaterThan(order(announced));
        SecurityPolicy verified =
            first(policies, p -> SecurityBases.on(p).equals(List.of(2L)) && isReady(p));
        assertThat(order(first(second, isNot(other))))
            .as("the second is touched when the first is verified")
            .isGreaterThan(order(verified));
        assertThat(Live.templateRevisions(second.all())).hasSize(2);
      }
    }
  }

  @Test
  void oneThatFailsStopsTheRest(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      SecurityBases.apply(scene, "java", SECOND);
      scene.apply(SecurityBases.policy(scene, "a", "java"));
      String bad = SecurityBases.awaitOn(scene, "a", 1, "NoMatchingWorkloads");
      SecurityBases.apply(scene, "java", FIRST);
      String good = SecurityBases.awaitOn(scene, "a", 2, "NoMatchingWorkloads");
      scene.apply(
          Manifests.deployment(scene, "a", 1, Map.of("test.palisade.dev/crash-revisions", bad)));
      assertThat(awaitOn(scene, "a", 2)).isEqualTo(good);
      String other = running(scene, "b", Map.of());
      SecurityBases.await(scene, "java", "True", "Verified");

      SecurityBases.apply(scene, "java", SECOND);

      scene.await(
          "a", "rolled back", LONG, p -> assertCondition(p, "Degraded", "True", "RolledBack"));
      SecurityBaseStatus stopped = SecurityBases.await(scene, "java", "False", "PoliciesFailed");
      SecurityBases.assertCounts(stopped, 2, 0, 1);
      assertThat(stopped.turn).containsExactly(scene.namespace() + "/a");
      assertThat(SecurityBases.ready(stopped).getMessage())
          .isEqualTo(
              "not taken, or taken back: %1$s/a; see each one's conditions; the turn is %1$s/a's, after which come 1"
                  .formatted(scene.namespace()));
      assertThat(Live.templateRevision(scene.deployment("a"))).isEqualTo(good);
      assertStays(scene, "b", other);
      SecurityPolicy waiting =
          scene.await(
              "b",
              "told that it waits",
              p ->
                  assertThat(assertCondition(p, "Compiled", "True", "Compiled"))
                      .contains(
                          "generation 3 of SecurityBase %s waits for its turn"
                              .formatted(SecurityBases.name(scene, "java"))));
      assertThat(SecurityBases.on(waiting)).containsExactly(2L);

      SecurityBases.apply(scene, "java", THIRD);

      awaitOn(scene, "a", 4);
      assertThat(awaitOn(scene, "b", 4)).isNotEqualTo(other);
      SecurityBases.await(scene, "java", "True", "Verified");
    }
  }

  @Test
  void anInvalidEditChangesNothing(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      SecurityBases.apply(scene, "java", FIRST);
      String before = running(scene, "a", Map.of());
      String wrong = "spec.appArmorRules: not a rule that a base may have: \"/opt/java/** ux,\"";

      SecurityBases.apply(scene, "java", "/opt/java/** ux,");

      SecurityBaseStatus status = SecurityBases.await(scene, "java", "False", "Invalid");
      assertThat(status.turn).isNullOrEmpty();
      assertThat(SecurityBases.ready(status).getMessage())
          .isEqualTo(wrong + "; policies that have an earlier generation keep it");
      assertStays(scene, "a", before);
      SecurityPolicy kept = scene.policy("a");
      assertCondition(kept, "Compiled", "True", "Compiled");
      assertThat(SecurityBases.on(kept)).containsExactly(1L);
      assertThat(scene.revisions("a")).hasSize(1);

      scene.apply(SecurityBases.policy(scene, "new", "java"));
      scene.await(
          "new",
          "refused",
          p ->
              assertThat(assertCondition(p, "Compiled", "False", "Invalid"))
                  .isEqualTo(
                      "SecurityBase %s %s".formatted(SecurityBases.name(scene, "java"), wrong)));
    }
  }

  @Test
  void deletedItIsAnUnknownBaseAndWhatRunsStays(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      SecurityBases.apply(scene, "java", FIRST);
      String before = running(scene, "a", Map.of());

      SecurityBases.of(scene, "java").delete();

      scene.await(
          "a", "without a base", p -> assertCondition(p, "Compiled", "False", "UnknownBase"));
      assertStays(scene, "a", before);

      SecurityBases.apply(scene, "java", FIRST);

      assertThat(awaitOn(scene, "a", 1)).isEqualTo(before);
    }
  }

  /** {@code kubectl replace --force}: its generation is 1 as before. */
  @Test
  void oneThatIsMadeAnewIsTakenInTurn(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      SecurityBases.apply(scene, "java", FIRST);
      String before = running(scene, "a", SLOW);
      String other = running(scene, "b", SLOW);
      SecurityBases.await(scene, "java", "True", "Verified");
      try (History<SecurityPolicy> policies = History.of(scene.policies("a"));
          History<Deployment> second = History.of(scene.deployments("b"))) {
        SecurityBases.of(scene, "java").delete();
        SecurityBases.apply(scene, "java", SECOND);

        scene.await(
            "b",
            "verified with the new one",
            LONG,
            p -> assertThat(isReady(p) && !runs(p, other)).isTrue());
        SecurityPolicy verified = first(policies, p -> isReady(p) && !runs(p, before));
        assertThat(order(first(second, isNot(other))))
            .as("the second is touched when the first is verified")
            .isGreaterThan(order(verified));
        assertThat(SecurityBases.on(verified)).containsExactly(1L);
      }
      SecurityBases.assertCounts(SecurityBases.await(scene, "java", "True", "Verified"), 2, 2, 0);
    }
  }

  @Test
  void widerThanTheRuntimesDefaultOnlyWhereTheNamespaceSaysSo(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      SecurityBases.applyAlone(scene, "lax", "file,");
      scene.apply(Manifests.deployment(scene, "a", 1));
      scene.apply(SecurityBases.policy(scene, "a", "lax"));
      scene.await(
          "a",
          "refused",
          p ->
              assertThat(assertCondition(p, "Compiled", "False", "Invalid"))
                  .startsWith("spec.defaultContainer: wider than the runtime's default: ")
                  .endsWith(
                      "take it out, or give namespace %s the label palisade.dev/allow-wider: \"true\", which says that its policies may be"
                          .formatted(scene.namespace())));
      assertThat(Live.templateRevision(scene.deployment("a"))).isNull();

      scene.label(labels -> labels.put(Palisade.ALLOW_WIDER, "true"));

      SecurityPolicy allowed = scene.awaitVerified("a");
      assertThat(assertCondition(allowed, "Compiled", "True", "Compiled"))
          .contains("its namespace's label palisade.dev/allow-wider: \"true\" lets it be");
      String revision = allowed.getStatus().updateRevision;

      scene.label(labels -> labels.remove(Palisade.ALLOW_WIDER));

      scene.await("a", "refused again", p -> assertCondition(p, "Compiled", "False", "Invalid"));
      assertStays(scene, "a", revision);
    }
  }

  /** The revision of a workload and its policy on base {@code java}, once it is proven. */
  private static String running(Scene scene, String name, Map<String, String> annotations) {
    scene.apply(Manifests.deployment(scene, name, 1, annotations));
    scene.apply(SecurityBases.policy(scene, name, "java"));
    return scene.awaitVerified(name).getStatus().updateRevision;
  }

  private static String awaitOn(Scene scene, String policy, long generation) {
    return SecurityBases.awaitOn(scene, policy, generation, "Verified");
  }

  private static boolean isReady(SecurityPolicy policy) {
    return Live.conditions(policy).stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static boolean runs(SecurityPolicy policy, String revision) {
    return Objects.equals(policy.getStatus().updateRevision, revision);
  }

  private static Predicate<Deployment> isNot(String revision) {
    return d -> !Objects.equals(Live.templateRevision(d), revision);
  }

  private static <T extends HasMetadata> T first(History<T> history, Predicate<T> wanted) {
    return history.all().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Of all writes of the cluster: what was written later has a larger number. */
  private static long order(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }

  private static SecurityProfile revision(Scene scene, String name) {
    return scene.client().resources(SecurityProfile.class).withName(name).get();
  }

  private static void assertStays(Scene scene, String deployment, String revision) {
    long generation = scene.deployment(deployment).getMetadata().getGeneration();
    Await.stays(
        deployment + " is left alone",
        FOR_A_WHILE,
        () -> {
          Deployment now = scene.deployment(deployment);
          assertThat(now.getMetadata().getGeneration()).isEqualTo(generation);
          assertThat(Live.templateRevision(now)).isEqualTo(revision);
        });
  }
}
