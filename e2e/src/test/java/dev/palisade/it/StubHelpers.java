package dev.palisade.it;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.it.StubNode.Pretence;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Stands for the helpers of one scene's nodes: reads revisions and pods, and writes each node's
 * report by server-side apply with a token of that node's own, as the real helper does. Nothing is
 * loaded into a kernel.
 */
final class StubHelpers implements AutoCloseable {
  private final String namespace;
  private final Map<String, StubNode> nodes = new ConcurrentHashMap<>();
  private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();
  private final Map<String, String> written = new ConcurrentHashMap<>();
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  /** A look at everything is due already; many events at once are answered by one. */
  private final AtomicBoolean woken = new AtomicBoolean();

  private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
  private SharedIndexInformer<SecurityProfile> revisions;
  private SharedIndexInformer<Pod> pods;

  StubHelpers(String namespace) {
    this.namespace = namespace;
  }

  /** A node from now on reports; the first one's client also watches. */
  void add(StubNode node, KubernetesClient client) {
    nodes.put(node.name(), node);
    clients.put(node.name(), client);
    if (revisions == null) {
      revisions =
          client
              .resources(SecurityProfile.class)
              .withLabel(Palisade.POLICY_NAMESPACE, namespace)
              .inform(wakeOn());
      pods = client.pods().inNamespace(namespace).inform(wakeOn());
    }
    wake(Duration.ZERO);
  }

  /** Changes what a node pretends; it reports at once. */
  void pretend(String node, UnaryOperator<Pretence> change) {
    nodes.computeIfPresent(
        node,
        (name, n) ->
            new StubNode(name, n.bootID(), n.helper(), n.since(), change.apply(n.pretence())));
    wake(Duration.ZERO);
  }

  /** The node's helper reports for another boot from now on. */
  void reboot(String node, String bootID) {
    nodes.computeIfPresent(
        node, (name, n) -> new StubNode(name, bootID, n.helper(), n.since(), n.pretence()));
    wake(Duration.ZERO);
  }

  void pretendAll(UnaryOperator<Pretence> change) {
    nodes.keySet().forEach(node -> pretend(node, change));
  }

  private <T> ResourceEventHandler<T> wakeOn() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T added) {
        wake(Duration.ZERO);
      }

      @Override
      public void onUpdate(T before, T after) {
        wake(Duration.ZERO);
      }

      @Override
      public void onDelete(T deleted, boolean finalStateUnknown) {
        wake(Duration.ZERO);
      }
    };
  }

  private void wake(Duration delay) {
    boolean now = delay.isZero();
    if (worker.isShutdown() || (now && !woken.compareAndSet(false, true))) {
      return;
    }
    var _ =
        now
            ? worker.schedule(this::reportAll, 0, TimeUnit.MILLISECONDS)
            : worker.schedule(() -> wake(Duration.ZERO), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void reportAll() {
    woken.set(false);
    nodes.values().forEach(this::reportOne);
  }

  private void reportOne(StubNode node) {
    if (revisions == null || !revisions.hasSynced() || pods == null || !pods.hasSynced()) {
      wake(Duration.ofMillis(50));
      return;
    }
    NodeSecurityState report = node.report(loaded(node), pods.getStore().list());
    String text = clients.get(node.name()).getKubernetesSerialization().asJson(report.getStatus());
    if (!text.equals(written.put(node.name(), text))) {
      try {
        clients
            .get(node.name())
            .resource(report)
            .fieldManager("palisade-helper")
            .forceConflicts()
            .serverSideApply();
      } catch (KubernetesClientException e) {
        if (worker.isShutdown()) {
          return;
        }
        System.getLogger("stub").log(System.Logger.Level.WARNING, "report of " + node.name(), e);
        written.remove(node.name());
        wake(Duration.ofMillis(500));
      }
    }
  }

  private List<SecurityProfile> loaded(StubNode node) {
    Instant now = Instant.now();
    List<SecurityProfile> wanted =
        revisions.getStore().list().stream().filter(revision -> wanted(node, revision)).toList();
    wanted.stream()
        .map(revision -> due(node, revision, now))
        .filter(due -> due.isAfter(now))
        .min(Comparator.naturalOrder())
        .ifPresent(due -> wake(Duration.between(now, due).plusMillis(1)));
    return wanted.stream()
        .filter(revision -> !due(node, revision, now).isAfter(now))
        .sorted((a, b) -> a.getMetadata().getName().compareTo(b.getMetadata().getName()))
        .toList();
  }

  private Instant due(StubNode node, SecurityProfile revision, Instant now) {
    String key = node.name() + "/" + revision.getMetadata().getName();
    return seen.computeIfAbsent(key, k -> now).plus(node.pretence().loadDelay());
  }

  /** All, or on demand of a pod of the node. */
  private boolean wanted(StubNode node, SecurityProfile revision) {
    return Palisade.LOAD_ALL.equals(revision.getMetadata().getLabels().get(Palisade.LOAD))
        || pods.getStore().list().stream()
            .filter(pod -> node.name().equals(pod.getSpec().getNodeName()))
            .anyMatch(pod -> revision.getMetadata().getName().equals(PodFields.revision(pod)));
  }

  @Override
  public void close() {
    worker.shutdownNow();
    if (revisions != null) {
      revisions.close();
      pods.close();
    }
    clients.values().forEach(KubernetesClient::close);
  }
}
