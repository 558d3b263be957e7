package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Clients;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.bed.WholeCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** T17: the API server itself is killed in the middle of a roll and started again. */
@OnBed(Nodes.WHOLE)
@WholeCluster("the bed's API server is away for a while")
class ApiServerRestartIT {
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Duration RESUMED = Duration.ofSeconds(60);

  @Test
  void inTheMiddleOfARoll(Bed bed) {
    KubernetesClient client = bed.client();
    try (Scene scene = Scene.open(client, 1)) {
      scene.apply(Manifests.deployment(scene, "web", 4));
      scene.startOperator();
      scene.apply(Manifests.policy("web", "/data/**"));
      String first = scene.awaitVerified("web").getStatus().updateRevision;
      // Rolled, and not proven while the server is away.
      scene.helpers().pretendAll(StubNode.Pretence::withUnenforced);
      try (History<Deployment> before = History.of(scene.deployments("web"))) {
        scene.apply(Manifests.policy("web", "/data/**\", \"/srv/**"));
        scene.await(
            "web",
            "in the middle",
            p -> {
              Live.assertCondition(p, "Progressing", "True", "Rolling");
              assertThat(Live.templateRevision(scene.deployment("web"))).isNotEqualTo(first);
            });
        assertAvailable(before);
      }

      try {
        bed.run("stop", "apiserver");
        staysAway(client);
      } finally {
        bed.run("start", "apiserver");
      }
      Await.until("API server answers", Scene.SOON, () -> client.namespaces().list());
      Instant back = Instant.now();

      try (History<Deployment> after = History.of(scene.deployments("web"))) {
        scene.helpers().pretendAll(pretence -> StubNode.Pretence.NONE);
        scene.await(
            "web",
            "proven",
            RESUMED,
            p -> {
              Live.assertCondition(p, "Ready", "True", "Verified");
              assertThat(p.getStatus().stableRevision).isNotEqualTo(first);
              assertThat(p.getStatus().failedRevisions).isNullOrEmpty();
            });
        System.out.printf(
            "API server restart: proven %d s after it was back%n",
            Duration.between(back, Instant.now()).toSeconds());
        assertAvailable(after);
        assertThat(Live.templateRevisions(after.all())).hasSize(1);
      }
    }
  }

  private static void staysAway(KubernetesClient client) {
    Config impatient =
        new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build();
    try (KubernetesClient asking = Clients.of(impatient).build()) {
      Await.stays(
          "no API server",
          AWAY,
          () ->
              assertThatThrownBy(asking::getKubernetesVersion)
                  .isInstanceOf(KubernetesClientException.class));
    }
  }

  /** O4: with 25 % of 4 one may be away. */
  private static void assertAvailable(History<Deployment> versions) {
    assertThat(versions.all())
        .isNotEmpty()
        .allSatisfy(d ->
            assertThat(Optional.ofNullable(d.getStatus().getAvailableReplicas()).orElse(0))
                .isGreaterThanOrEqualTo(3));
  }
}
