package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityBaseStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.compile.Bases;
import dev.palisade.observe.Selectors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
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
import java.util.Objects;
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

  /** Of a policy itself: its labels, too, for policies of the cluster select by them. */
  static boolean isNews(SecurityPolicy now, SecurityPolicy before) {
    return !generation(now).equals(generation(before))
        || relabelled(now, before)
        || now.isMarkedForDeletion() != before.isMarkedForDeletion();
  }

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
        clusterPolicies(context),
        bases(context),
        namespaces(context),
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

  /** A change of one's status, which comes of the policies', is not told to them. */
  private static EventSource<?, SecurityPolicy> clusterPolicies(
      EventSourceContext<SecurityPolicy> context) {
    IndexerResourceCache<SecurityPolicy> policies = context.getPrimaryCache();
    return new InformerEventSource<>(
        configuration(ClusterSecurityPolicy.class, c -> ids(policies.list()), PolicyEvents::emptied)
            .withPrimaryToSecondaryMapper((SecurityPolicy policy) -> Set.of())
            .withOnUpdateFilter((now, before) -> !generation(now).equals(generation(before)))
            .withWatchAllNamespaces()
            .build(),
        context);
  }

  /** Its rules, and whose turn it is to take them. */
  private static EventSource<?, SecurityPolicy> bases(EventSourceContext<SecurityPolicy> context) {
    IndexerResourceCache<SecurityPolicy> policies = context.getPrimaryCache();
    return new InformerEventSource<>(
        configuration(
                SecurityBase.class,
                b ->
                    ids(
                        policies
                            .list()
                            .filter(p -> Bases.named(p).contains(b.getMetadata().getName()))),
                PolicyEvents::turned)
            .withPrimaryToSecondaryMapper((SecurityPolicy policy) -> Set.of())
            .withOnUpdateFilter((now, before) ->
                !generation(now).equals(generation(before)) || !turn(now).equals(turn(before)))
            .withWatchAllNamespaces()
            .build(),
        context);
  }

  /** Of which generation as well: the same policies may come first again. */
  private static Turn turn(SecurityBase base) {
    SecurityBaseStatus status =
        Objects.requireNonNullElseGet(base.getStatus(), SecurityBaseStatus::new);
    return new Turn(status.observedGeneration, status.turn);
  }

  private record Turn(Long generation, List<String> policies) {}

  /** By its labels a namespace comes under policies of the cluster. */
  private static EventSource<?, SecurityPolicy> namespaces(
      EventSourceContext<SecurityPolicy> context) {
    IndexerResourceCache<SecurityPolicy> policies = context.getPrimaryCache();
    return new InformerEventSource<>(
        configuration(
                Namespace.class,
                n -> ids(inNamespace(policies, n.getMetadata().getName())),
                PolicyEvents::labelled)
            .withPrimaryToSecondaryMapper((SecurityPolicy policy) -> Set.of())
            .withOnAddFilter(n -> false)
            .withOnUpdateFilter(PolicyEvents::relabelled)
            .withOnDeleteFilter((n, unknown) -> false)
            .withWatchAllNamespaces()
            .build(),
        context);
  }

  static boolean relabelled(HasMetadata now, HasMetadata before) {
    return !Objects.equals(now.getMetadata().getLabels(), before.getMetadata().getLabels());
  }

  private static Long generation(HasMetadata o) {
    return Objects.requireNonNullElse(o.getMetadata().getGeneration(), 0L);
  }

  private static Set<ResourceID> ids(Stream<SecurityPolicy> policies) {
    return policies.map(ResourceID::fromResource).collect(Collectors.toSet());
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

  private static ClusterSecurityPolicy emptied(ClusterSecurityPolicy c) {
    ClusterSecurityPolicy out = new ClusterSecurityPolicy();
    out.setMetadata(bare(c));
    return out;
  }

  private static SecurityBase turned(SecurityBase b) {
    SecurityBase out = new SecurityBase();
    out.setMetadata(bare(b));
    out.setStatus(b.getStatus());
    return out;
  }

  /** What is kept of a namespace. */
  static Namespace labelled(Namespace n) {
    return new NamespaceBuilder()
        .withMetadata(bare(n))
        .editMetadata()
        .withLabels(n.getMetadata().getLabels())
        .endMetadata()
        .build();
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
        ? ids(inNamespace(policies, namespace))
        : Set.of(new ResourceID(c.getSpec().policyName, namespace));
  }
}
