package dev.palisade.e2e;

import io.fabric8.kubernetes.api.model.Container;

/** A second name for an image on every node: a new version, as far as Kubernetes can tell. */
final class SecondTag {
  private SecondTag() {}

  static String of(Scene scene, Container container) {
    String image = container.getImage();
    String second = image.substring(0, image.lastIndexOf(':')) + ":" + scene.namespace();
    for (String node : new Reports(scene).capableNodes()) {
      scene.bed().run("node-shell", node, "ctr -n k8s.io images tag " + image + " " + second);
      scene.atEnd(() -> scene.bed().run("node-shell", node, "ctr -n k8s.io images rm " + second));
    }
    return second;
  }
}
