package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
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
  private final Map<String, JointRead<NamespaceObjects>> namespaces = new ConcurrentHashMap<>();

  /**
   * @param helperNamespace where the helper pods are
   */
  public LiveReads(KubernetesClient client, String helperNamespace) {
    this.client = client;
    this.fleet = new JointRead<>(() -> Fleet.read(client, helperNamespace));
    this.use = new JointRead<>(() -> RevisionUse.read(client));
  }

  public Fleet fleet() throws InterruptedException {
    return fleet.get();
  }

  /** Which revisions some object of the cluster names. */
  public Set<String> use() throws InterruptedException {
    return use.get();
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
