package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.faults.Call;
import dev.palisade.faults.FaultProxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Deployment of two pods and a policy for it, with operators that reach the API server through a
 * fault proxy only. Helpers, kwok and the case itself do not go through it.
 */
final class FaultyRoll implements AutoCloseable {
  static final String APP = "web";
  private static final int REPLICAS = 2;

  /** No case waits so long for a resync. */
  private static final Duration LATE = Duration.ofMinutes(3);

  /** So long nothing is written once all is done. */
  static final Duration QUIET = Duration.ofSeconds(3);

  private final Scene scene;
  private final FaultProxy proxy;
  private final History<Deployment> deployments;
  private final History<Pod> pods;
  private final Set<String> allowed = new HashSet<>();

  private FaultyRoll(Scene scene, FaultProxy proxy) {
    this.scene = scene;
    this.proxy = proxy;
    deployments = History.of(scene.deployments(APP));
    pods = History.of(scene.client().pods().inNamespace(scene.namespace()).withLabel("app", APP));
  }

  /** Pods run without a policy; no operator yet. */
  static FaultyRoll open(KubernetesClient client) {
    Scene scene = Scene.open(client, 1);
    scene.apply(Manifests.deployment(scene, APP, REPLICAS));
    Await.until(
        "pods",
        Scene.SOON,
        () ->
            assertThat(scene.deployment(APP).getStatus().getAvailableReplicas())
                .isEqualTo(REPLICAS));
    return new FaultyRoll(scene, proxy(client));
  }

  static FaultProxy proxy(KubernetesClient client) {
    Config config = client.getConfiguration();
    return new FaultProxy(URI.create(config.getMasterUrl()), Optional.of(ca(config)));
  }

  /** The API server's authority, PEM. */
  static String ca(Config config) {
    try {
      return config.getCaCertData() != null
          ? new String(
              Base64.getMimeDecoder().decode(config.getCaCertData()), StandardCharsets.US_ASCII)
          : Files.readString(Path.of(config.getCaCertFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Scene scene() {
    return scene;
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** The operator's own token, and the proxy in the API server's place. */
  static Config through(FaultProxy proxy, KubernetesClient client) {
    return new ConfigBuilder(SystemNamespace.operator(client))
        .withMasterUrl(proxy.url().toString())
        .build();
  }

  OperatorRun start() {
    return start(LATE);
  }

  OperatorRun start(Duration resync) {
    return scene.startOperator(through(proxy, scene.client()), WriteLog.counting(), resync);
  }

  /** One that waits a minute for an answer. */
  OperatorRun startPatient() {
    Config config =
        new ConfigBuilder(through(proxy, scene.client())).withRequestTimeout(60_000).build();
    return scene.startOperator(config, WriteLog.counting(), LATE);
  }

  /**
   * Runs one that gives up a request at the first trouble, as one that is killed does. It may be
   * cut off while it starts: its first writes may come before the last of its watches.
   *
   * @param life what is done while it runs
   */
  void duringLife(WriteLog writes, Runnable life) {
    Config config =
        new ConfigBuilder(through(proxy, scene.client())).withRequestRetryBackoffLimit(0).build();
    try (OperatorRun _ = scene.startOperator(config, writes, LATE)) {
      life.run();
    } catch (OperatorException e) {
      if (writes.cut().getCount() > 0) {
        throw e;
      }
    }
  }

  /** The policy, with a finalizer, so that its write is among those that are struck. */
  void applyPolicy(String path) {
    scene.apply(Manifests.policy(APP, path, "{deletionPolicy: Release}"));
  }

  /** O1: proven, and then nothing is written any more. */
  SecurityPolicy ended() {
    return ended(Scene.SOON);
  }

  SecurityPolicy ended(Duration limit) {
    scene.await(
        APP,
        "verified and stable",
        limit,
        policy -> {
          Live.assertCondition(policy, "Ready", "True", "Verified");
          Live.assertCondition(policy, "Progressing", "False", "Complete");
          assertThat(policy.getStatus().stableRevision)
              .isEqualTo(policy.getStatus().updateRevision);
        });
    Await.quiet("writes of the operator", QUIET, proxy::writes, List::size);
    SecurityPolicy policy = scene.policy(APP);
    allowed.add(policy.getStatus().updateRevision);
    return policy;
  }

  /** Whether the policy says that everything is done. */
  boolean isProven() {
    SecurityPolicy policy = scene.policy(APP);
    List<String> reasons =
        policy.getStatus() == null
            ? List.of()
            : Live.conditions(policy).stream().map(c -> c.getReason()).toList();
    return reasons.containsAll(List.of("Verified", "Complete"));
  }

  /** One more revision that pods may have, though it was never proven. */
  void allow(String revision) {
    allowed.add(revision);
  }

  /** What has come of it, for O2 and O3, once {@link #ended}. */
  RollOutcome outcome() {
    return RollOutcome.of(this);
  }

  /**
   * O4 and O5, of every version that there was: the Deployment's pods stayed available, and no pod
   * had another revision than those that were proven once.
   */
  void assertSafe(String where) {
    assertThat(deployments.all())
        .as("%s: available pods (O4)", where)
        .isNotEmpty()
        .allSatisfy(d ->
            assertThat(Optional.ofNullable(d.getStatus().getAvailableReplicas()).orElse(0))
                .isGreaterThanOrEqualTo(REPLICAS));
    Set<String> seen = new HashSet<>();
    pods.all().forEach(pod -> Optional.ofNullable(PodFields.revision(pod)).ifPresent(seen::add));
    assertThat(seen).as("%s: revisions of pods (O5)", where).isEqualTo(allowed);
  }

  /** The revisions that the template named one after another. */
  List<String> revisions() {
    return Live.templateRevisions(deployments.all());
  }

  /** The operator writes a policy's status. */
  static boolean policyStatus(Call call) {
    return call.kind().equals("update securitypolicies/status");
  }

  @Override
  public void close() {
    proxy.heal();
    deployments.close();
    pods.close();
    scene.close();
    proxy.close();
  }
}
