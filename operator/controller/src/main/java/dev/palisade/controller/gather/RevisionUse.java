package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.Palisade;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Which revisions some object of the cluster still names (I3); read only before a deletion. */
final class RevisionUse {
  private RevisionUse() {}

  static Set<String> read(KubernetesClient client) {
    Set<String> used = new HashSet<>();
    client.pods().inAnyNamespace().list().getItems().forEach(p -> add(used, p.getMetadata()));
    Stream.of(
            client.apps().deployments().inAnyNamespace().list().getItems().stream()
                .map(o -> o.getSpec().getTemplate()),
            client.apps().replicaSets().inAnyNamespace().list().getItems().stream()
                .map(o -> o.getSpec().getTemplate()),
            client.apps().statefulSets().inAnyNamespace().list().getItems().stream()
                .map(o -> o.getSpec().getTemplate()),
            client.apps().daemonSets().inAnyNamespace().list().getItems().stream()
                .map(o -> o.getSpec().getTemplate()),
            client.batch().v1().jobs().inAnyNamespace().list().getItems().stream()
                .map(o -> o.getSpec().getTemplate()),
            client.batch().v1().cronjobs().inAnyNamespace().list().getItems().stream()
                .map(o -> o.getSpec().getJobTemplate().getSpec().getTemplate()))
        .flatMap(s -> s)
        .map(PodTemplateSpec::getMetadata)
        .forEach(m -> add(used, m));
    KubernetesSerialization json = client.getKubernetesSerialization();
    client.apps().controllerRevisions().inAnyNamespace().list().getItems().stream()
        .map(r -> json.asJson(r.getData()))
        .forEach(data -> addQuoted(used, data));
    return used;
  }

  private static void add(Set<String> used, ObjectMeta meta) {
    if (meta != null && meta.getAnnotations() != null) {
      String revision = meta.getAnnotations().get(Palisade.REVISION);
      if (revision != null) {
        used.add(revision);
      }
    }
  }

  /** A ControllerRevision holds a patch of any shape: the annotation is looked for in its text. */
  static void addQuoted(Set<String> used, String json) {
    String key = "\"" + Palisade.REVISION + "\":\"";
    for (int at = json.indexOf(key); at >= 0; at = json.indexOf(key, at + 1)) {
      int start = at + key.length();
      used.add(json.substring(start, json.indexOf('"', start)));
    }
  }
}
