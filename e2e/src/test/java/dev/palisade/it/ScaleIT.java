package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.bed.WholeMachine;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many policies at once: all get there, the parser does not take the machine, then it is quiet. */
@OnBed(Nodes.NONE)
@WholeMachine("takes the processor from cases with deadlines; runs after them")
class ScaleIT {
  private static final int POLICIES = Boolean.getBoolean("palisade.nightly") ? 300 : 60;
  private static final int NODES = 3;
  private static final int PEOPLE = 8;
  private static final Duration READY = Duration.ofMinutes(5);
  private static final Duration QUIET =
      Duration.ofSeconds(Boolean.getBoolean("palisade.nightly") ? 60 : 15);

  @Test
  void manyPoliciesAtOnceAreAllReadyAndThenNothingIsWritten(KubernetesClient client)
      throws Exception {
    CountedParser parser = CountedParser.of(Bed.parser());
    try (Scene scene = Scene.open(client, NODES)) {
      atOnce(i -> scene.apply(Manifests.deployment(scene, name(i), 1)));
      Await.until("all Deployments available", READY, () -> available(scene));
      WriteLog writes = WriteLog.counting();
      RequestCount requests = new RequestCount();
      scene.startOperator(s -> s.withParser(parser.program()), writes, requests);
      try (History<SecurityPolicy> history =
          History.of(client.resources(SecurityPolicy.class).inNamespace(scene.namespace()))) {
        long start = System.nanoTime();

        atOnce(i -> scene.apply(policy(i, "{}")));

        Await.until("all policies Ready", READY, () -> verified(history.all()));
        System.out.printf(
            "scale: %d policies with a Deployment each on %d nodes: all Ready after %.0f s, %.1f API requests and %.1f"
                + " writes per policy, %d parser runs, at most %d at a time%n",
            POLICIES,
            NODES,
            (System.nanoTime() - start) / 1e9,
            (double) requests.all() / POLICIES,
            (double) writes.writes().size() / POLICIES,
            parser.runs(),
            parser.mostAtATime());
        System.out.println("scale: answers: " + requests);
      }
      assertThat(parser.runs()).isGreaterThanOrEqualTo(2L * POLICIES);
      assertThat(parser.mostAtATime())
          .as("parsers at a time")
          .isPositive()
          .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());

      int written =
          Await.quiet("writes", Duration.ofSeconds(5), () -> writes.writes().size(), n -> n);
      Map<String, String> versions = versions(scene);
      long asked = requests.all();
      Await.stays("nothing written", QUIET, () -> assertThat(writes.writes()).hasSize(written));
      assertThat(versions(scene)).isEqualTo(versions);
      System.out.printf(
          "scale: %d s later: no write, %d API requests%n",
          QUIET.toSeconds(), requests.all() - asked);

      long runs = parser.runs();
      atOnce(i -> scene.apply(policy(i, "{revisionHistoryLimit: 5}")));
      Await.until("all edits seen", READY, () -> seen(scene));
      assertThat(parser.runs()).as("parser runs for edits that change no profile").isEqualTo(runs);
    }
  }

  private static String policy(int i, String more) {
    return Manifests.policy(name(i), "/data-" + i + "/**", more);
  }

  private static String name(int i) {
    return "web-%03d".formatted(i);
  }

  /** As several people, or a GitOps tool, would. */
  private static void atOnce(IntConsumer action) throws Exception {
    try (ExecutorService people = Executors.newFixedThreadPool(PEOPLE)) {
      List<? extends Future<?>> all =
          IntStream.range(0, POLICIES)
              .mapToObj(i -> people.submit(() -> action.accept(i)))
              .toList();
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private static void available(Scene scene) {
    assertThat(deployments(scene))
        .hasSize(POLICIES)
        .allSatisfy(d -> assertThat(d.getStatus().getAvailableReplicas()).isEqualTo(1));
  }

  private static List<Deployment> deployments(Scene scene) {
    return scene.client().apps().deployments().inNamespace(scene.namespace()).list().getItems();
  }

  private static void verified(List<SecurityPolicy> versions) {
    Map<String, SecurityPolicy> last = new TreeMap<>();
    versions.forEach(v -> last.put(v.getMetadata().getName(), v));
    assertThat(last.values().stream().filter(ScaleIT::verified).count()).isEqualTo(POLICIES);
  }

  private static boolean verified(SecurityPolicy policy) {
    return policy.getStatus() != null
        && Live.conditions(policy).stream().anyMatch(c -> c.getReason().equals("Verified"));
  }

  private static void seen(Scene scene) {
    assertThat(
            scene
                .client()
                .resources(SecurityPolicy.class)
                .inNamespace(scene.namespace())
                .list()
                .getItems())
        .hasSize(POLICIES)
        .allSatisfy(p -> assertThat(p.getMetadata().getGeneration()).isEqualTo(2))
        .allSatisfy(p ->
            assertThat(p.getStatus().observedGeneration).isEqualTo(p.getMetadata().getGeneration()))
        .allMatch(ScaleIT::verified);
  }

  /** Of everything that Palisade or what it moves would write. */
  private static Map<String, String> versions(Scene scene) {
    KubernetesClient client = scene.client();
    String namespace = scene.namespace();
    Map<String, String> out = new TreeMap<>();
    Stream.<List<? extends HasMetadata>>of(
            client.resources(SecurityPolicy.class).inNamespace(namespace).list().getItems(),
            scene.revisions(),
            client
                .resources(SecurityProfileBlob.class)
                .withLabel(Palisade.POLICY_NAMESPACE, namespace)
                .list()
                .getItems(),
            client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> "SecurityPolicy".equals(e.getInvolvedObject().getKind()))
                .toList(),
            deployments(scene),
            client.apps().replicaSets().inNamespace(namespace).list().getItems(),
            client.pods().inNamespace(namespace).list().getItems())
        .flatMap(List::stream)
        .forEach(o ->
            out.put(
                o.getKind() + "/" + o.getMetadata().getName(),
                o.getMetadata().getResourceVersion()));
    return out;
  }
}
