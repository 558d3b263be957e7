package dev.palisade.it;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/**
 * Node objects that kwok plays, with the pod that stands for the helper's. A node belongs to one
 * scene: others' pods do not tolerate its taint.
 */
final class FakeNode {
  /** Label and taint: the namespace whose pods may land. */
  static final String SCENE = "it.palisade.dev/scene";

  static final String SYSTEM = "palisade-system";

  /** Annotation of a Node: see {@code e2e/kwok/node-not-ready.yaml}. */
  static final String NOT_READY = "test.palisade.dev/not-ready";

  private FakeNode() {}

  static Node create(
      KubernetesClient client, String scene, String name, Map<String, String> annotations) {
    return client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(SCENE, scene)
                .addToLabels("kubernetes.io/os", "linux")
                .addToLabels("kubernetes.io/hostname", name)
                .addToAnnotations("kwok.x-k8s.io/node", "fake")
                .addToAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewTaint()
                .withKey(SCENE)
                .withValue(scene)
                .withEffect("NoSchedule")
                .endTaint()
                .endSpec()
                .build())
        .create();
  }

  /** The pod that the report of the node names; kwok makes it Ready. */
  static Pod createHelperPod(KubernetesClient client, String node) {
    return client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(SYSTEM)
                .withName("palisade-helper-" + node)
                .addToLabels("app.kubernetes.io/name", "palisade-helper")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withServiceAccountName("palisade-helper")
                .withTerminationGracePeriodSeconds(0L)
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .addNewContainer()
                .withName("helper")
                .withImage("palisade.dev/helper:stub")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }
}
