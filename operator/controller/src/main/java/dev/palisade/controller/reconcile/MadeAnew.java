package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells of a policy that was deleted and made anew at once, as {@code kubectl replace --force} and
 * Argo CD's {@code Replace} do. The Java Operator SDK (5.3.2, {@code EventProcessor}) forgets a
 * resource when the pass about its deletion ends, with the events that came during that pass; all
 * later ones of other objects are then skipped, until the policy's spec changes.
 */
final class MadeAnew extends AbstractEventSource<SecurityPolicy, SecurityPolicy> {
  private static final long LATER_MILLIS = 1000;
  private final KubernetesClient client;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("made-anew").factory());

  MadeAnew(KubernetesClient client) {
    super(SecurityPolicy.class, MadeAnew.class.getSimpleName());
    this.client = client;
  }

  /** Looks once the pass about the deletion is over. */
  void lookFor(SecurityPolicy deleted) {
    var _ = timer.schedule(() -> look(deleted), LATER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look(SecurityPolicy deleted) {
    try {
      SecurityPolicy live = client.resource(deleted).get();
      if (live != null) {
        getEventHandler()
            .handleEvent(
                new ResourceEvent(ResourceAction.ADDED, ResourceID.fromResource(live), live));
      }
    } catch (KubernetesClientException e) {
      lookFor(deleted);
    }
  }

  @Override
  public Set<SecurityPolicy> getSecondaryResources(SecurityPolicy policy) {
    return Set.of();
  }

  @Override
  public void stop() {
    timer.shutdownNow();
    super.stop();
  }
}
