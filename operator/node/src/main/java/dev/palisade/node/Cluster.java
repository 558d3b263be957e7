package dev.palisade.node;

import dev.palisade.node.effect.UseCheck;
import dev.palisade.node.kube.Backoff;
import dev.palisade.node.kube.KubeClient;
import dev.palisade.node.kube.Reflector;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.report.OwnState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** What the helper watches: all SecurityProfiles, the pods of its node, its own report. */
final class Cluster implements AutoCloseable {
  private static final String GROUP = "/apis/palisade.dev/v1alpha1/";

  private final Reflector<Revision> revisions;
  private final Reflector<Pod> pods;
  private final Reflector<OwnState> own;

  Cluster(
      KubeClient client,
      String node,
      Runnable changed,
      InstantSource clock,
      DoubleSupplier random) {
    revisions =
        new Reflector<>(
            client,
            GROUP + "securityprofiles",
            "",
            Revision::of,
            changed,
            clock,
            new Backoff(random));
    pods =
        new Reflector<>(
            client,
            "/api/v1/pods",
            UseCheck.podsOf(node),
            Pod::of,
            changed,
            clock,
            new Backoff(random));
    own =
        new Reflector<>(
            client,
            GROUP + "nodesecuritystates",
            "fieldSelector=" + KubeClient.encode("metadata.name=" + node),
            OwnState::of,
            changed,
            clock,
            new Backoff(random));
  }

  void start() {
    for (Reflector<?> reflector : all()) {
      Thread.ofPlatform().daemon().name("watch").start(reflector);
    }
  }

  /** Profiles and pods and the own report were listed at least once in this process's life. */
  boolean synced() {
    return all().stream().allMatch(Reflector::synced);
  }

  Map<String, Revision> revisions() {
    return revisions.items();
  }

  List<Pod> pods() {
    return List.copyOf(pods.items().values());
  }

  Optional<OwnState> own() {
    return own.items().values().stream().findFirst();
  }

  void endSilence() {
    all().forEach(Reflector::endSilence);
  }

  /** The longest of the watches. */
  Duration silence() {
    return all().stream()
        .map(Reflector::silence)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    all().forEach(Reflector::close);
  }

  private List<Reflector<?>> all() {
    return List.of(revisions, pods, own);
  }
}
