package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A view from a file of objects. */
final class Objects {
  private Objects() {}

  static ClusterView view(String yaml) {
    List<String> documents = Arrays.asList(yaml.split("(?m)^---$"));
    return new ClusterView(
        of(documents, SecurityPolicy.class),
        of(documents, SecurityProfile.class),
        of(documents, NodeSecurityState.class),
        of(documents, Node.class),
        Optional.of(of(documents, Pod.class)),
        List.of());
  }

  private static <T> List<T> of(List<String> documents, Class<T> kind) {
    String mark = "kind: " + kind.getSimpleName() + "\n";
    return documents.stream()
        .filter(d -> d.contains(mark))
        .map(d -> Serialization.unmarshal(d, kind))
        .toList();
  }
}
