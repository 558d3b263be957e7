package dev.palisade.chart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;

/** One object of {@code helm template}'s output. */
record Manifest(String text, GenericKubernetesResource object) {
  static List<Manifest> all(String output) {
    return Arrays.stream(output.split("(?m)^---\n"))
        .filter(text -> !text.isBlank())
        .map(text -> text.strip() + "\n")
        .map(text ->
            new Manifest(text, Serialization.unmarshal(text, GenericKubernetesResource.class)))
        .toList();
  }

  String id() {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  boolean isCrd() {
    return object.getKind().equals("CustomResourceDefinition");
  }
}
