package dev.palisade.e2e;

import dev.palisade.api.v1alpha1.Palisade;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Every state that the pods of a namespace went through, by watch: not a sample now and then, so
 * that a gap of milliseconds is seen too.
 */
final class PodTimeline implements AutoCloseable {
  /** No revision: the pod was made without a policy. */
  static final String NONE = "";

  /** One pod at one moment. */
  record Sight(String name, String revision, boolean ready, boolean terminating) {}

  /** All pods at one moment. */
  record Moment(Instant at, List<Sight> pods) {
    long ready(String revision) {
      return pods.stream().filter(p -> p.ready() && p.revision().equals(revision)).count();
    }

    long ready() {
      return pods.stream().filter(Sight::ready).count();
    }
  }

  private final Map<String, Sight> now = new TreeMap<>();
  private final List<Moment> moments = new ArrayList<>();
  private final SharedIndexInformer<Pod> informer;

  private PodTimeline(KubernetesClient client, String namespace, Map<String, String> labels) {
    var pods = client.pods().inNamespace(namespace).withLabels(labels);
    // An informer tells of what is there already one by one: no moment of the cluster is made of
    // it.
    pods.list().getItems().forEach(pod -> now.put(pod.getMetadata().getUid(), sight(pod)));
    this.informer = pods.inform(new Recorder(), 0);
  }

  static PodTimeline of(Scene scene, Map<String, String> labels) {
    return new PodTimeline(scene.client(), scene.namespace(), labels);
  }

  synchronized List<Moment> moments() {
    return List.copyOf(moments);
  }

  boolean everSaw(Predicate<Moment> condition) {
    return moments().stream().anyMatch(condition);
  }

  @Override
  public void close() {
    informer.close();
  }

  private synchronized void saw(Pod pod, boolean gone) {
    String uid = pod.getMetadata().getUid();
    if (gone) {
      now.remove(uid);
    } else {
      now.put(uid, sight(pod));
    }
    moments.add(new Moment(Instant.now(), List.copyOf(now.values())));
  }

  private static Sight sight(Pod pod) {
    return new Sight(
        pod.getMetadata().getName(),
        Map.copyOf(pod.getMetadata().getAnnotations()).getOrDefault(Palisade.REVISION, NONE),
        Readiness.isPodReady(pod) && pod.getMetadata().getDeletionTimestamp() == null,
        pod.getMetadata().getDeletionTimestamp() != null);
  }

  private final class Recorder implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      saw(pod, false);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      saw(pod, false);
    }

    @Override
    public void onDelete(Pod pod, boolean stateUnknown) {
      saw(pod, true);
    }
  }
}
