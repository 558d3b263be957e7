package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What reconcilers of objects without a namespace share, which say in a status how far policies
 * have come with them.
 */
final class ClusterObjects {
  private static final Duration AGAIN = Duration.ofMillis(200);

  private ClusterObjects() {}

  /**
   * Policies, of which each change concerns every object of the type: one that leaves an object is
   * told of by what it is on now.
   *
   * @param watched namespaces whose policies are this operator's; empty for all
   * @param kept what is kept of a policy in memory
   */
  static <P extends HasMetadata> InformerEventSource<SecurityPolicy, P> policies(
      Class<P> type,
      Set<String> watched,
      UnaryOperator<SecurityPolicy> kept,
      EventSourceContext<P> context) {
    var source =
        InformerEventSourceConfiguration.from(SecurityPolicy.class, type)
            .withSecondaryToPrimaryMapper(policy -> all(context))
            .withPrimaryToSecondaryMapper((P primary) -> Set.of())
            .withItemStore(new TransformingItemStore<>(kept));
    return new InformerEventSource<>(
        (watched.isEmpty() ? source.withWatchAllNamespaces() : source.withNamespaces(watched))
            .build(),
        context);
  }

  static <P extends HasMetadata> Set<ResourceID> all(EventSourceContext<P> context) {
    return context
        .getPrimaryCache()
        .list()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** Looks again soon if another writer was faster. */
  static <P extends HasMetadata> UpdateControl<P> write(Runnable status) {
    try {
      status.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return UpdateControl.<P>noUpdate().rescheduleAfter(AGAIN);
      }
      throw e;
    }
    return UpdateControl.noUpdate();
  }
}
