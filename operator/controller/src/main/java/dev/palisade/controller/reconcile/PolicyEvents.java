package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.observe.Selectors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What wakes a policy up. Events only make it sooner: every pass reads live, and runs anyway. The
 * stores keep next to nothing, for nothing is read from them.
 */
final class PolicyEvents {
  private static final long PAGE = 500;

  /** {@code palisade.<namespace>.<policy>.<container>.<hash>} */
  private static final int KERNEL_NAME_PARTS = 5;

  private PolicyEvents() {}

  static List<EventSource<?, SecurityPolicy>> sources(EventSourceContext<SecurityPolicy> context) {
    IndexerResourceCache<SecurityPolicy> policies = context.getPrimaryCache();
    return List.of(
        source(
            context,
            Deployment.class,
            d -> ofDeployment(d, policies),
            d ->
                new DeploymentBuilder()
                    .withMetadata(bare(d))
                    .withNewSpec()
                    .withNewTemplate()
                    .withNewMetadata()
                    .withLabels(d.getSpec().getTemplate().getMetadata().getLabels())
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build(),
            true),
        source(
            context, NodeSecurityState.class, PolicyEvents::ofReport, PolicyEvents::emptied, false),
        source(context, RolloutCommand.class, c -> ofCommand(c, policies), c -> c, true));
  }

  private static <R extends HasMetadata> EventSource<?, SecurityPolicy> source(
      EventSourceContext<SecurityPolicy> context,
      Class<R> type,
      SecondaryToPrimaryMapper<R> mapper,
      UnaryOperator<R> prune,
      boolean namespaced) {
    var configuration =
        InformerEventSourceConfiguration.from(type, SecurityPolicy.class)
            .withName(type.getSimpleName())
            .withSecondaryToPrimaryMapper(mapper)
            .withItemStore(new TransformingItemStore<>(prune))
            .withInformerListLimit(PAGE);
    return new InformerEventSource<>(
        (namespaced
                ? configuration.withNamespacesInheritedFromController()
                : configuration.withWatchAllNamespaces())
            .build(),
        context);
  }

  private static ObjectMeta bare(HasMetadata o) {
    ObjectMeta m = o.getMetadata();
    return new ObjectMetaBuilder()
        .withName(m.getName())
        .withNamespace(m.getNamespace())
        .withUid(m.getUid())
        .withGeneration(m.getGeneration())
        .withResourceVersion(m.getResourceVersion())
        .build();
  }

  private static NodeSecurityState emptied(NodeSecurityState s) {
    NodeSecurityState out = new NodeSecurityState();
    out.setMetadata(bare(s));
    return out;
  }

  private static Set<ResourceID> ofDeployment(
      Deployment d, IndexerResourceCache<SecurityPolicy> policies) {
    Map<String, String> labels = d.getSpec().getTemplate().getMetadata().getLabels();
    Map<String, String> annotations = d.getSpec().getTemplate().getMetadata().getAnnotations();
    String revision = annotations == null ? null : annotations.get(Palisade.REVISION);
    Set<ResourceID> out =
        inNamespace(policies, d.getMetadata().getNamespace())
            .filter(p -> Selectors.matches(p.getSpec().podSelector, labels))
            .map(ResourceID::fromResource)
            .collect(Collectors.toCollection(HashSet::new));
    if (revision != null) {
      ofRevision(revision).forEach(out::add);
    }
    return out;
  }

  private static Stream<SecurityPolicy> inNamespace(
      IndexerResourceCache<SecurityPolicy> policies, String namespace) {
    return policies.list(namespace);
  }

  private static Stream<ResourceID> ofRevision(String revision) {
    String[] parts = revision.split("\\.", -1);
    return parts.length == 3 ? Stream.of(new ResourceID(parts[1], parts[0])) : Stream.empty();
  }

  private static Set<ResourceID> ofReport(NodeSecurityState state) {
    NodeSecurityStatus s = state.getStatus();
    if (s == null) {
      return Set.of();
    }
    Set<ResourceID> out = new HashSet<>();
    if (s.pods != null) {
      s.pods.stream()
          .filter(p -> p.revision != null)
          .flatMap(p -> ofRevision(p.revision))
          .forEach(out::add);
    }
    if (s.profiles != null) {
      s.profiles.stream()
          .map(p -> p.name.split("\\.", -1))
          .filter(parts -> parts.length == KERNEL_NAME_PARTS)
          .forEach(parts -> out.add(new ResourceID(parts[2], parts[1])));
    }
    return out;
  }

  private static Set<ResourceID> ofCommand(
      RolloutCommand c, IndexerResourceCache<SecurityPolicy> policies) {
    String namespace = c.getMetadata().getNamespace();
    return c.getSpec().policyName == null
        ? inNamespace(policies, namespace).map(ResourceID::fromResource).collect(Collectors.toSet())
        : Set.of(new ResourceID(c.getSpec().policyName, namespace));
  }
}
