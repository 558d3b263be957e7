package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.compile.ClusterPolicies;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.controller.status.ClusterPolicyProgress;
import dev.palisade.observe.ClusterScope;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * Says in the status of a ClusterSecurityPolicy how far the policies have come that it is merged
 * into. They merge it themselves: nothing but words depends on this.
 */
public final class ClusterPolicyReconciler implements Reconciler<ClusterSecurityPolicy> {
  private final KubernetesClient client;
  private final StatusWriter statuses;
  private final Set<String> watched;
  private final Clock clock;
  private InformerEventSource<SecurityPolicy, ClusterSecurityPolicy> policies;
  private InformerEventSource<Namespace, ClusterSecurityPolicy> namespaces;

  /**
   * @param watched namespaces whose policies are this operator's; empty for all
   */
  ClusterPolicyReconciler(
      KubernetesClient client, StatusWriter statuses, Set<String> watched, Clock clock) {
    this.client = client;
    this.statuses = statuses;
    this.watched = watched;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ClusterSecurityPolicy>> prepareEventSources(
      EventSourceContext<ClusterSecurityPolicy> context) {
    policies =
        ClusterObjects.policies(
            ClusterSecurityPolicy.class, watched, ClusterPolicyReconciler::withoutSpec, context);
    namespaces =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Namespace.class, ClusterSecurityPolicy.class)
                .withSecondaryToPrimaryMapper(namespace -> ClusterObjects.all(context))
                .withPrimaryToSecondaryMapper((ClusterSecurityPolicy cluster) -> Set.of())
                .withItemStore(new TransformingItemStore<>(PolicyEvents::labelled))
                .withOnAddFilter(namespace -> false)
                .withOnUpdateFilter(PolicyEvents::relabelled)
                .withOnDeleteFilter((namespace, unknown) -> false)
                .withWatchAllNamespaces()
                .build(),
            context);
    return List.of(policies, namespaces);
  }

  private static SecurityPolicy withoutSpec(SecurityPolicy policy) {
    var out = new SecurityPolicy();
    out.setMetadata(policy.getMetadata());
    out.setStatus(policy.getStatus());
    return out;
  }

  @Override
  public UpdateControl<ClusterSecurityPolicy> reconcile(
      ClusterSecurityPolicy cached, Context<ClusterSecurityPolicy> context) {
    ClusterSecurityPolicy cluster = client.resource(cached).get();
    if (cluster == null) {
      return UpdateControl.noUpdate();
    }
    ClusterSecurityPolicyStatus status =
        ClusterPolicyProgress.of(
            cluster,
            policies.list().toList(),
            policy -> holds(cluster, policy),
            ClusterPolicies.problems(cluster),
            clock.instant().truncatedTo(ChronoUnit.SECONDS));
    return ClusterObjects.write(() -> statuses.writeChange(cluster, status));
  }

  private boolean holds(ClusterSecurityPolicy cluster, SecurityPolicy policy) {
    ObjectMeta of = policy.getMetadata();
    return of.getDeletionTimestamp() == null
        && namespaces
            .get(new ResourceID(of.getNamespace()))
            .map(n -> ClusterScope.of(policy, n.getMetadata().getLabels(), List.of(cluster)))
            .filter(here -> !here.isEmpty())
            .isPresent();
  }
}
