package dev.palisade.it;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.bed.Await;
import dev.palisade.bed.Change;
import dev.palisade.bed.Clients;
import dev.palisade.it.StubNode.Pretence;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The nodes of one scene, each with the pod that stands for its helper. */
final class SceneNodes implements AutoCloseable {
  private final KubernetesClient client;
  private final String namespace;
  private final List<String> nodes = new ArrayList<>();
  private final StubHelpers helpers;

  SceneNodes(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.helpers = new StubHelpers(namespace);
  }

  List<String> names() {
    return List.copyOf(nodes);
  }

  StubHelpers helpers() {
    return helpers;
  }

  /** One more node, whose helper pretends something from its first report on. */
  String add(Pretence pretence) {
    String name = create(Map.of());
    startHelper(name, pretence);
    return name;
  }

  /** A node as it is before its kubelet says that it is Ready. */
  String addNotReady() {
    return create(Map.of(FakeNode.NOT_READY, "true"));
  }

  /** The node of {@link #addNotReady} becomes Ready, and its helper starts. */
  void becomesReady(String node, Pretence pretence) {
    edit(node, n -> n.getMetadata().getAnnotations().remove(FakeNode.NOT_READY));
    startHelper(node, pretence);
  }

  /** As {@code kubectl cordon} does. */
  void cordon(String node) {
    edit(node, n -> n.getSpec().setUnschedulable(true));
  }

  void edit(String node, Consumer<Node> change) {
    Change.of(client.nodes().withName(node), change);
  }

  private String create(Map<String, String> annotations) {
    String name = namespace + "-n" + (nodes.size() + 1);
    FakeNode.create(client, namespace, name, annotations);
    nodes.add(name);
    return name;
  }

  /** A helper for a Node that is there. */
  void startHelper(String name, Pretence pretence) {
    Pod pod = FakeNode.createHelperPod(client, name);
    Await.until(
        "node " + name + " and its helper Ready",
        Scene.SOON,
        () -> {
          Live.assertReady(node(name));
          Live.assertReady(client.resource(pod).get());
        });
    KubernetesClient own = Clients.of(SystemNamespace.helper(client, pod)).build();
    String bootID = node(name).getStatus().getNodeInfo().getBootID();
    helpers.add(new StubNode(name, bootID, pod, Instant.now(), pretence), own);
  }

  private Node node(String name) {
    return client.nodes().withName(name).get();
  }

  /** No helper reports any more. */
  @Override
  public void close() {
    helpers.close();
  }

  void delete() {
    for (String node : nodes) {
      client.resources(NodeSecurityState.class).withName(node).delete();
      client.pods().inNamespace(FakeNode.SYSTEM).withName("palisade-helper-" + node).delete();
      client.nodes().withName(node).delete();
    }
  }
}
