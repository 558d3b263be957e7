package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.NamedContainerRules;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityBaseStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.compile.Bases;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.controller.status.BaseProgress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * Says in the status of a SecurityBase how far its rules have come, and whose turn it is to take
 * them. One place decides that, so that no two policies take the same turn.
 */
public final class BaseReconciler implements Reconciler<SecurityBase> {
  private final KubernetesClient client;
  private final StatusWriter statuses;
  private final Set<String> watched;
  private final Clock clock;
  private InformerEventSource<SecurityPolicy, SecurityBase> policies;

  /**
   * @param watched namespaces whose policies are this operator's; empty for all
   */
  BaseReconciler(KubernetesClient client, StatusWriter statuses, Set<String> watched, Clock clock) {
    this.client = client;
    this.statuses = statuses;
    this.watched = watched;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SecurityBase>> prepareEventSources(
      EventSourceContext<SecurityBase> context) {
    policies =
        ClusterObjects.policies(
            SecurityBase.class, watched, BaseReconciler::withBasesOnly, context);
    return List.of(policies);
  }

  private static SecurityPolicy withBasesOnly(SecurityPolicy policy) {
    var out = new SecurityPolicy();
    out.setMetadata(policy.getMetadata());
    out.setStatus(policy.getStatus());
    var spec = new SecurityPolicySpec();
    spec.containers =
        Bases.named(policy).stream()
            .map(name -> {
              var rules = new NamedContainerRules();
              rules.base = name;
              return rules;
            })
            .toList();
    out.setSpec(spec);
    return out;
  }

  @Override
  public UpdateControl<SecurityBase> reconcile(SecurityBase cached, Context<SecurityBase> context) {
    SecurityBase base = client.resource(cached).get();
    if (base == null || base.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    SecurityBaseStatus status =
        BaseProgress.of(
            base,
            policies.list().filter(p -> isOn(p, base)).toList(),
            Bases.problems(base),
            clock.instant().truncatedTo(ChronoUnit.SECONDS));
    return ClusterObjects.write(() -> statuses.writeChange(base, status));
  }

  private static boolean isOn(SecurityPolicy policy, SecurityBase base) {
    return policy.getMetadata().getDeletionTimestamp() == null
        && Bases.named(policy).contains(base.getMetadata().getName());
  }
}
