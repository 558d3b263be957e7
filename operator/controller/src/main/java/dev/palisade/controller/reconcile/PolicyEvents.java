package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.NodeSecurityState;
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
                    .build()),
        reports(context),
        source(context, RolloutCommand.class, c -> ofCommand(c, policies), c -> c));
  }

  private static <R extends HasMetadata> EventSource<?, SecurityPolicy> source(
      EventSourceContext<SecurityPolicy> context,
      Class<R> type,
      SecondaryToPrimaryMapper<R> mapper,
      UnaryOperator<R> prune) {
    return new InformerEventSource<>(
        configuration(type, mapper, prune).withNamespacesInheritedFromController().build(),
        context);
  }

  private static EventSource<?, SecurityPolicy> reports(
      EventSourceContext<SecurityPolicy> context) {
    ReportNews news = new ReportNews();
    return new InformerEventSource<>(
        configuration(NodeSecurityState.class, news, PolicyEvents::emptied)
            // The index of secondaries would ask the mapper too, and nothing is looked up in it.
            .withPrimaryToSecondaryMapper((SecurityPolicy policy) -> Set.of())
            .withOnDeleteFilter((state, unknown) -> news.gone(state))
            .withWatchAllNamespaces()
            .build(),
        context);
  }

  private static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> configuration(
      Class<R> type, SecondaryToPrimaryMapper<R> mapper, UnaryOperator<R> prune) {
    return InformerEventSourceConfiguration.from(type, SecurityPolicy.class)
        .withName(type.getSimpleName())
        .withSecondaryToPrimaryMapper(mapper)
        .withItemStore(new TransformingItemStore<>(prune))
        .withInformerListLimit(PAGE);
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
      ReportNews.ofRevision(revision).forEach(out::add);
    }
    return out;
  }

  private static Stream<SecurityPolicy> inNamespace(
      IndexerResourceCache<SecurityPolicy> policies, String namespace) {
    return policies.list(namespace);
  }

  private static Set<ResourceID> ofCommand(
      RolloutCommand c, IndexerResourceCache<SecurityPolicy> policies) {
    String namespace = c.getMetadata().getNamespace();
    return c.getSpec().policyName == null
        ? inNamespace(policies, namespace).map(ResourceID::fromResource).collect(Collectors.toSet())
        : Set.of(new ResourceID(c.getSpec().policyName, namespace));
  }
}
