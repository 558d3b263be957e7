package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.controller.effect.ProfileWriter;
import dev.palisade.controller.gather.LiveReads;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the revisions of policies that are gone, once nothing names them (I3). An object of a
 * namespace cannot own one of the cluster, so the API server's garbage collection does not do it.
 */
public final class OrphanReconciler implements Reconciler<SecurityProfile> {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanReconciler.class);

  private final KubernetesClient client;
  private final LiveReads reads;
  private final ProfileWriter profiles;
  private final Set<String> watched;
  private final Duration again;
  private InformerEventSource<SecurityPolicy, SecurityProfile> policies;

  /**
   * @param watched namespaces whose policies are this operator's; empty for all
   * @param again how long pods and ReplicaSets name a revision is theirs to say: asked so often
   */
  OrphanReconciler(
      KubernetesClient client,
      LiveReads reads,
      ProfileWriter profiles,
      Set<String> watched,
      Duration again) {
    this.client = client;
    this.reads = reads;
    this.profiles = profiles;
    this.watched = watched;
    this.again = again;
  }

  @Override
  public List<EventSource<?, SecurityProfile>> prepareEventSources(
      EventSourceContext<SecurityProfile> context) {
    var deletions =
        InformerEventSourceConfiguration.from(SecurityPolicy.class, SecurityProfile.class)
            .withSecondaryToPrimaryMapper(policy ->
                context
                    .getPrimaryCache()
                    .list(p -> uid(p).equals(Optional.of(policy.getMetadata().getUid())))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withOnAddFilter(policy -> false)
            .withOnUpdateFilter((policy, before) -> false);
    policies =
        new InformerEventSource<>(
            (watched.isEmpty()
                    ? deletions.withWatchAllNamespaces()
                    : deletions.withNamespaces(watched))
                .build(),
            context);
    return List.of(policies);
  }

  @Override
  public UpdateControl<SecurityProfile> reconcile(
      SecurityProfile profile, Context<SecurityProfile> context) throws InterruptedException {
    if (!orphaned(profile)) {
      return UpdateControl.noUpdate();
    }
    String name = profile.getMetadata().getName();
    if (reads.use().contains(name)) {
      return UpdateControl.<SecurityProfile>noUpdate().rescheduleAfter(again);
    }
    LOG.atInfo()
        .addKeyValue("revision", name)
        .log("deleting: its policy is gone and nothing names it");
    profiles.delete(profile);
    return UpdateControl.noUpdate();
  }

  /** One without a UID was not made by an operator: it is whoever's who made it. */
  private boolean orphaned(SecurityProfile profile) {
    Map<String, String> labels = profile.getMetadata().getLabels();
    Optional<String> uid = uid(profile);
    if (uid.isEmpty()) {
      return false;
    }
    String namespace = labels.get(Palisade.POLICY_NAMESPACE);
    if (!watched.isEmpty() && !watched.contains(namespace)) {
      return false;
    }
    ResourceID policy = new ResourceID(labels.get(Palisade.POLICY_NAME), namespace);
    // Asked live only about the few that seem to be gone: nearly every revision has its policy.
    return !isOf(uid.get(), policies.get(policy)) && !isOf(uid.get(), live(policy));
  }

  private static boolean isOf(String uid, Optional<SecurityPolicy> policy) {
    return policy.map(p -> p.getMetadata().getUid()).equals(Optional.of(uid));
  }

  private Optional<SecurityPolicy> live(ResourceID id) {
    return Optional.ofNullable(
        client
            .resources(SecurityPolicy.class)
            .inNamespace(id.getNamespace().orElseThrow())
            .withName(id.getName())
            .get());
  }

  private static Optional<String> uid(SecurityProfile profile) {
    return Optional.ofNullable(profile.getMetadata().getLabels())
        .map(labels -> labels.get(Palisade.POLICY_UID));
  }
}
