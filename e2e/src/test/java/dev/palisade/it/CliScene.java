package dev.palisade.it;

import dev.palisade.api.v1alpha1.AppArmorReason;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A namespace with nodes of its own, whose reports are written by hand: no operator, no helper. */
final class CliScene implements AutoCloseable {
  private static final String KEY = "it.palisade.dev/cli";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final String namespace = "cli-" + UUID.randomUUID().toString().substring(0, 6);
  private final List<String> nodes = new ArrayList<>();

  private CliScene(KubernetesClient client) {
    this.client = client;
  }

  static CliScene open(KubernetesClient client) {
    Crds.install(client);
    CliScene scene = new CliScene(client);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(scene.namespace)
                .endMetadata()
                .build())
        .create();
    return scene;
  }

  String namespace() {
    return namespace;
  }

  /** A node whose helper is Ready and says that it can, or cannot. */
  String addNode(boolean capable) {
    String name = namespace + "-n" + (nodes.size() + 1);
    nodes.add(name);
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(KEY, namespace)
                .addToAnnotations("kwok.x-k8s.io/node", "fake")
                .endMetadata()
                .withNewSpec()
                .addNewTaint("NoSchedule", KEY, null, namespace)
                .endSpec()
                .build())
        .create();
    Pod helper = client.resource(helper(name)).create();
    Await.until(
        "node " + name + " and its helper Ready",
        SOON,
        () -> {
          client.nodes().withName(name).waitUntilReady(1, TimeUnit.SECONDS);
          client.resource(helper).waitUntilReady(1, TimeUnit.SECONDS);
        });
    report(name, helper.getMetadata().getUid(), capable);
    return name;
  }

  private Pod helper(String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("helper-" + node)
        .addToLabels("app.kubernetes.io/name", "palisade-helper")
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .withTerminationGracePeriodSeconds(0L)
        .withAutomountServiceAccountToken(false)
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .addNewContainer()
        .withName("helper")
        .withImage("palisade.dev/helper:none")
        .endContainer()
        .endSpec()
        .build();
  }

  private void report(String node, String helperUid, boolean capable) {
    NodeSecurityState report = new NodeSecurityState();
    report.setMetadata(new ObjectMetaBuilder().withName(node).build());
    NodeSecurityStatus status = new NodeSecurityStatus();
    status.bootID = client.nodes().withName(node).get().getStatus().getNodeInfo().getBootID();
    status.helper = new NodeSecurityStatus.HelperReference();
    status.helper.podUID = helperUid;
    status.appArmor = new NodeSecurityStatus.AppArmor();
    status.appArmor.capable = capable;
    status.appArmor.reason =
        capable ? AppArmorReason.Capable : AppArmorReason.KernelWithoutAppArmor;
    report.setStatus(status);
    client.resource(report).create();
  }

  void apply(String yaml, String manager) {
    GenericKubernetesResource object =
        Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    object.getMetadata().setNamespace(namespace);
    client.resource(object).fieldManager(manager).serverSideApply();
  }

  /** Applied by {@code helm}; arguments in flow style, annotations as a line below labels. */
  void deployment(String name, String containerContext, String podContext, String annotations) {
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: 1
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s, tier: web}%5$s
            spec:
              terminationGracePeriodSeconds: 0
              nodeSelector: {%6$s: %2$s}
              tolerations: [{key: %6$s, operator: Exists}]
              securityContext: %4$s
              containers:
              - {name: app, image: example.com/app:1, securityContext: %3$s}
        """
            .formatted(name, namespace, containerContext, podContext, annotations, KEY),
        "helm");
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    nodes.forEach(n -> client.nodes().withName(n).delete());
    nodes.forEach(n -> client.resources(NodeSecurityState.class).withName(n).delete());
  }
}
