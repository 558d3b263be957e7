package dev.palisade.cli.cluster;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Values that only the cluster or the kubeconfig knows. picocli's model of an argument carries
 * them; as its candidates there are none, for help and messages ask no cluster: only shell
 * completion does.
 */
public abstract class Live implements Iterable<String> {
  @Override
  public final Iterator<String> iterator() {
    return Collections.emptyIterator();
  }

  /**
   * Asks.
   *
   * @param client does not wait long
   * @param namespace that the command is about
   */
  public abstract List<String> ask(KubernetesClient client, String namespace);

  /** Policies of the namespace. */
  public static final class Policies extends Live {
    @Override
    public List<String> ask(KubernetesClient client, String namespace) {
      return names(client.resources(SecurityPolicy.class).inNamespace(namespace).list().getItems());
    }
  }

  /** Namespaces of the cluster. */
  public static final class Namespaces extends Live {
    @Override
    public List<String> ask(KubernetesClient client, String namespace) {
      return names(client.namespaces().list().getItems());
    }
  }

  /** Contexts of the kubeconfig. */
  public static final class Contexts extends Live {
    @Override
    public List<String> ask(KubernetesClient client, String namespace) {
      return client.getConfiguration().getContexts().stream().map(c -> c.getName()).toList();
    }
  }

  /** Workloads of the namespace that carry a revision. */
  public static final class Workloads extends Live {
    @Override
    public List<String> ask(KubernetesClient client, String namespace) {
      return client.apps().deployments().inNamespace(namespace).list().getItems().stream()
          .filter(Workloads::carriesOurs)
          .map(d -> namespace + "/deployment/" + d.getMetadata().getName())
          .toList();
    }

    private static boolean carriesOurs(Deployment d) {
      return Optional.ofNullable(d.getSpec().getTemplate().getMetadata())
          .map(m -> m.getAnnotations())
          .filter(a -> a.containsKey(Palisade.REVISION))
          .isPresent();
    }
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(o -> o.getMetadata().getName()).toList();
  }
}
