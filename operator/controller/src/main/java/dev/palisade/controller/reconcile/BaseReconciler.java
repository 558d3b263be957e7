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
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says in the status of a SecurityBase how far its rules have come, and whose turn it is to take
 * them. One place decides that, so that no two policies take the same turn.
 */
public final class BaseReconciler implements Reconciler<SecurityBase> {
  private static final Duration AGAIN = Duration.ofMillis(200);

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
    var source =
        InformerEventSourceConfiguration.from(SecurityPolicy.class, SecurityBase.class)
            .withSecondaryToPrimaryMapper(policy -> all(context))
            .withPrimaryToSecondaryMapper((SecurityBase base) -> Set.of())
            .withItemStore(new TransformingItemStore<>(BaseReconciler::withBasesOnly));
    policies =
        new InformerEventSource<>(
            (watched.isEmpty() ? source.withWatchAllNamespaces() : source.withNamespaces(watched))
                .build(),
            context);
    return List.of(policies);
  }

  /** All of them: a policy that leaves one is told of by what it is on now. */
  private static Set<ResourceID> all(EventSourceContext<SecurityBase> context) {
    return context
        .getPrimaryCache()
        .list()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
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
    try {
      statuses.write(base, status);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return UpdateControl.<SecurityBase>noUpdate().rescheduleAfter(AGAIN);
      }
      throw e;
    }
    return UpdateControl.noUpdate();
  }

  private static boolean isOn(SecurityPolicy policy, SecurityBase base) {
    return policy.getMetadata().getDeletionTimestamp() == null
        && Bases.named(policy).contains(base.getMetadata().getName());
  }
}
