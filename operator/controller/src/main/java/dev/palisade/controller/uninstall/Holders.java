package dev.palisade.controller.uninstall;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads all that may name a profile, of every namespace. What is being deleted does not count. */
final class Holders {
  private static final long PAGE = 500;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final Set<String> FINISHED = Set.of("Complete", "Failed");

  private final List<Holder> found = new ArrayList<>();

  private Holders() {}

  static List<Holder> read(KubernetesClient client) {
    Holders holders = new Holders();
    var apps = client.apps();
    each(
        apps.deployments().inAnyNamespace(),
        d -> holders.add(d, ProfileNames.of(d.getSpec().getTemplate()), false));
    each(
        apps.statefulSets().inAnyNamespace(),
        s -> holders.add(s, ProfileNames.of(s.getSpec().getTemplate()), false));
    each(
        apps.daemonSets().inAnyNamespace(),
        d -> holders.add(d, ProfileNames.of(d.getSpec().getTemplate()), false));
    each(
        apps.replicaSets().inAnyNamespace(),
        r -> holders.add(r, ProfileNames.of(r.getSpec().getTemplate()), idle(r)));
    each(
        client.batch().v1().cronjobs().inAnyNamespace(),
        c ->
            holders.add(
                c, ProfileNames.of(c.getSpec().getJobTemplate().getSpec().getTemplate()), false));
    each(
        client.batch().v1().jobs().inAnyNamespace(),
        j -> holders.add(j, ProfileNames.of(j.getSpec().getTemplate()), idle(j)));
    // Last: what makes pods meanwhile is known by then.
    each(
        client.pods().inAnyNamespace(),
        p ->
            holders.add(
                p, ProfileNames.of(p.getSpec(), p.getMetadata().getAnnotations()), idle(p)));
    return holders.found;
  }

  static List<Pinned> pinned(KubernetesClient client) {
    List<Pinned> pinned = new ArrayList<>();
    each(
        client.resources(SecurityPolicy.class).inAnyNamespace(),
        p -> {
          if (p.getMetadata().getFinalizers().contains(Palisade.RELEASE_FINALIZER)) {
            pinned.add(new Pinned(p.getMetadata().getNamespace(), p.getMetadata().getName()));
          }
        });
    return pinned;
  }

  private void add(HasMetadata object, List<String> profiles, boolean idle) {
    if (object.getMetadata().getDeletionTimestamp() == null) {
      found.add(
          new Holder(
              object.getKind(),
              object.getMetadata().getNamespace(),
              object.getMetadata().getName(),
              controller(object),
              profiles,
              idle));
    }
  }

  private static String controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(Holders::id)
        .findFirst()
        .orElse("");
  }

  private static String id(OwnerReference owner) {
    return owner.getKind() + "/" + owner.getName();
  }

  private static boolean idle(ReplicaSet set) {
    return Integer.valueOf(0).equals(set.getSpec().getReplicas());
  }

  private static boolean idle(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> FINISHED.contains(c.getType()) && c.getStatus().equals("True"));
  }

  private static boolean idle(Pod pod) {
    return pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase());
  }

  /** In pages, of which one at a time is held. */
  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> void each(
      Listable<L> all, Consumer<T> use) {
    String next = null;
    do {
      ListOptions page = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
      L list = all.list(page);
      list.getItems().forEach(use);
      next = list.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
  }
}
