package dev.palisade.observe;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.Container;
import dev.palisade.rollout.Leaf;
import dev.palisade.rollout.Template;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A Deployment as the planner sees it. */
public final class WorkloadFacts {
  private static final String ROLL_NUMBER = "deployment.kubernetes.io/revision";

  /** Of what a ReplicaSet holds the owners are not asked for. */
  private static final FieldOwners NOBODY = new FieldOwners(new ObjectMeta());

  private WorkloadFacts() {}

  /**
   * A Deployment with what its controller keeps.
   *
   * @param replicaSets of the namespace; those of other owners are passed over
   * @param rivals other policies that match it
   */
  public static Workload of(
      Deployment d, List<ReplicaSet> replicaSets, boolean matches, List<String> rivals) {
    FieldOwners owners = new FieldOwners(d.getMetadata());
    return new Workload(
        d.getMetadata().getUid(),
        d.getMetadata().getNamespace(),
        "Deployment",
        d.getMetadata().getName(),
        d.getMetadata().getGeneration(),
        replicas(d),
        Boolean.TRUE.equals(d.getSpec().getPaused()),
        allPodsMayGo(d.getSpec().getStrategy()),
        "true".equals(annotation(d, Palisade.ALLOW_DOWNTIME)),
        creationFailure(d.getStatus()),
        Instant.parse(d.getMetadata().getCreationTimestamp()),
        TemplateFacts.of(d.getSpec().getTemplate(), owners),
        matches,
        rivals,
        replicaSets.stream()
            .filter(r -> ownedBy(r, d))
            .sorted(Comparator.comparingLong((ReplicaSet r) -> number(r)).reversed())
            .map(r -> past(r.getSpec().getTemplate()))
            .toList(),
        owners.lastOther(Leaf.MANAGER));
  }

  private static Workload.Replicas replicas(Deployment d) {
    DeploymentStatus s = d.getStatus() == null ? new DeploymentStatus() : d.getStatus();
    return new Workload.Replicas(
        s.getObservedGeneration() == null ? 0 : s.getObservedGeneration(),
        number(d.getSpec().getReplicas(), 1),
        number(s.getReplicas(), 0),
        number(s.getUpdatedReplicas(), 0),
        number(s.getAvailableReplicas(), 0));
  }

  private static int number(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  // maxSurge may give new pods first, but nothing makes it wait for them before all old ones go.
  private static boolean allPodsMayGo(DeploymentStrategy s) {
    if (s == null || s.getType() == null || s.getType().equals("RollingUpdate")) {
      IntOrString max =
          s == null || s.getRollingUpdate() == null
              ? null
              : s.getRollingUpdate().getMaxUnavailable();
      return max != null && "100%".equals(max.getStrVal());
    }
    return s.getType().equals("Recreate");
  }

  private static Optional<String> creationFailure(DeploymentStatus s) {
    return s == null || s.getConditions() == null
        ? Optional.empty()
        : s.getConditions().stream()
            .filter(c -> c.getType().equals("ReplicaFailure") && c.getStatus().equals("True"))
            .map(DeploymentCondition::getMessage)
            .findFirst();
  }

  private static String annotation(HasMetadata o, String key) {
    return o.getMetadata().getAnnotations() == null
        ? null
        : o.getMetadata().getAnnotations().get(key);
  }

  static boolean ownedBy(HasMetadata o, HasMetadata owner) {
    return o.getMetadata().getOwnerReferences().stream()
        .anyMatch(r -> r.getUid().equals(owner.getMetadata().getUid()));
  }

  private static long number(ReplicaSet r) {
    String value = annotation(r, ROLL_NUMBER);
    return value == null ? 0 : Long.parseLong(value);
  }

  private static Workload.Past past(PodTemplateSpec t) {
    Template facts = TemplateFacts.unhashed(t, NOBODY);
    List<String> named =
        facts.containers().stream().filter(Container::namesOurs).map(Container::name).toList();
    return new Workload.Past(
        facts.revision(), facts.podLevel().filter(Leaf::namesOurs).isPresent(), named);
  }
}
