package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.compile.Bases;
import dev.palisade.compile.Cluster;
import dev.palisade.observe.ClusterScope;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What passes read. All of it is live: read after it was asked for. Whole kinds of a namespace or
 * of the cluster are read together with the passes that ask at the same time.
 */
public final class LiveReads {
  private final KubernetesClient client;
  private final JointRead<Fleet> fleet;
  private final JointRead<Set<String>> use;
  private final JointRead<List<ClusterSecurityPolicy>> cluster;
  private final JointRead<List<SecurityBase>> bases;
  private final Map<String, JointRead<NamespaceObjects>> namespaces = new ConcurrentHashMap<>();

  /**
   * @param helperNamespace where the helper pods are
   */
  public LiveReads(KubernetesClient client, String helperNamespace) {
    this.client = client;
    this.fleet = new JointRead<>(() -> Fleet.read(client, helperNamespace));
    this.use = new JointRead<>(() -> RevisionUse.read(client));
    this.cluster =
        new JointRead<>(() -> client.resources(ClusterSecurityPolicy.class).list().getItems());
    this.bases = new JointRead<>(() -> client.resources(SecurityBase.class).list().getItems());
  }

  public Fleet fleet() throws InterruptedException {
    return fleet.get();
  }

  /** Which revisions some object of the cluster names. */
  public Set<String> use() throws InterruptedException {
    return use.get();
  }

  /** What of the cluster a policy is compiled with; where nothing is, no namespace is read. */
  public OfCluster cluster(SecurityPolicy policy) throws InterruptedException {
    List<ClusterSecurityPolicy> all = cluster.get();
    Set<String> named = Bases.named(policy);
    if (all.isEmpty() && !Bases.mayBeWider(policy)) {
      return OfCluster.NOTHING;
    }
    Namespace namespace = client.namespaces().withName(policy.getMetadata().getNamespace()).get();
    if (namespace == null) {
      return OfCluster.NOTHING;
    }
    List<SecurityBase> own = named.isEmpty() ? List.of() : bases.get();
    Map<String, String> labels = namespace.getMetadata().getLabels();
    return new OfCluster(
        ClusterScope.of(policy, labels, all),
        own.stream().filter(b -> named.contains(b.getMetadata().getName())).toList(),
        Cluster.Width.of(labels));
  }

  public Surroundings surroundings(SecurityPolicy policy, Fleet fleet) throws InterruptedException {
    String namespace = policy.getMetadata().getNamespace();
    NamespaceObjects all =
        namespaces
            .computeIfAbsent(
                namespace, n -> new JointRead<>(() -> NamespaceObjects.read(client, n)))
            .get();
    // Commands are few, and written to: each pass has its own.
    return Surroundings.of(
        policy,
        all,
        client.pods().inNamespace(namespace),
        client.resources(RolloutCommand.class).inNamespace(namespace).list().getItems(),
        fleet);
  }
}
