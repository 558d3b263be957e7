package dev.palisade.e2e;

import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Compares, again and again, what is said of an app's pods with the labels of their processes: what
 * the helper's report and the policy's conditions say before and after the look has to be true of
 * it.
 */
final class NeverWeaker implements AutoCloseable {
  /** A look costs an emulated node a good part of a second. */
  private static final Duration PACE = Duration.ofSeconds(2);

  private final Scene scene;
  private final DemoApp app;
  private final Policies policies;
  private final Reports reports;
  private final Lock kernel = new ReentrantLock(true);
  private final Map<String, Map<String, String>> profiles = new HashMap<>();
  private final List<String> weaker = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ended;
  private volatile Throwable broken;
  private final AtomicInteger samples = new AtomicInteger();
  private final AtomicInteger compared = new AtomicInteger();

  /**
   * What is said of the pods at one moment.
   *
   * @param revisions by uid of a pod: under which it is said to run
   */
  private record Said(List<Pod> present, Map<String, String> revisions) {}

  private NeverWeaker(Scene scene, DemoApp app, Policies policies) {
    this.scene = scene;
    this.app = app;
    this.policies = policies;
    this.reports = new Reports(scene);
    this.thread = Thread.ofPlatform().name("never-weaker").start(this::run);
  }

  static NeverWeaker watch(Scene scene, DemoApp app, Policies policies) {
    return new NeverWeaker(scene, app, policies);
  }

  /**
   * Changes a kernel's policy behind the helper's back. What is said is wrong from then until the
   * helper has seen it, which the action waits for: meanwhile nothing is compared.
   */
  <T> T unseen(Supplier<T> action) {
    kernel.lock();
    try {
      return action.get();
    } finally {
      kernel.unlock();
    }
  }

  /** What was weaker than it was said to be. */
  List<String> weaker() {
    if (broken != null) {
      throw new AssertionError("the comparison ended", broken);
    }
    return List.copyOf(weaker);
  }

  /** Looks that the API server answered. */
  int samples() {
    return samples.get();
  }

  /** Processes that something was said of, in all looks. */
  int compared() {
    return compared.get();
  }

  private void run() {
    try {
      while (!ended) {
        kernel.lock();
        try {
          sample();
        } catch (KubernetesClientException e) {
          // The API server is away: nobody says anything.
        } finally {
          kernel.unlock();
        }
        Thread.sleep(PACE);
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      broken = e;
    }
  }

  private void sample() {
    Said before = said();
    Map<String, String> first = look(before.present());
    Map<String, String> second = look(before.present());
    Said after = said();
    samples.incrementAndGet();
    for (Pod pod : before.present()) {
      String uid = pod.getMetadata().getUid();
      String node = pod.getSpec().getNodeName();
      String revision = before.revisions().get(uid);
      if (revision != null
          && revision.equals(after.revisions().get(uid))
          && first.containsKey(node)
          && second.containsKey(node)) {
        // A process that comes into a container has its label a moment later.
        Set<ConfinedProcess> own = running(pod, first.get(node));
        own.retainAll(running(pod, second.get(node)));
        compare(pod, revision, own);
      }
    }
  }

  private void compare(Pod pod, String revision, Set<ConfinedProcess> processes) {
    Map<String, String> names =
        profiles.computeIfAbsent(revision, r -> policies.kernelNames(r, DemoApp.CONTAINERS));
    compared.addAndGet(processes.size());
    processes.stream()
        .filter(p -> !p.label().equals(names.get(p.container()) + " (enforce)"))
        .forEach(p ->
            weaker.add(
                "%s %s: said to run under %s, but %s"
                    .formatted(Instant.now(), pod.getMetadata().getName(), revision, p)));
  }

  /** A pod is left out where neither its helper nor its policy says anything of it. */
  private Said said() {
    List<Pod> present = app.pods();
    Map<String, String> revisions = new HashMap<>();
    SecurityPolicy policy = policies.get(DemoApp.NAME);
    if (Policies.isVerified(policy)) {
      present.forEach(
          p -> revisions.put(p.getMetadata().getUid(), policy.getStatus().updateRevision));
    }
    for (String node : reports.capableNodes()) {
      Optional.ofNullable(reports.of(node).pods).orElse(List.of()).stream()
          .filter(p -> p.verdict == PodVerdict.Enforced)
          .forEach(p -> revisions.put(p.uid, p.revision));
    }
    return new Said(present, revisions);
  }

  /** The processes of the pods' nodes; a node that is away has none. */
  private Map<String, String> look(List<Pod> pods) {
    Map<String, String> tables = new HashMap<>();
    pods.stream()
        .map(p -> p.getSpec().getNodeName())
        .filter(Objects::nonNull)
        .distinct()
        .forEach(n -> Processes.table(scene.bed(), n).ifPresent(t -> tables.put(n, t)));
    return tables;
  }

  /** A container that is being made has processes of the runtime in it. */
  private static Set<ConfinedProcess> running(Pod pod, String table) {
    Set<String> running =
        pod.getStatus().getContainerStatuses().stream()
            .filter(c -> c.getState().getRunning() != null)
            .map(ContainerStatus::getName)
            .collect(Collectors.toSet());
    return Processes.in(pod, table).stream()
        .filter(p -> running.contains(p.container()))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
