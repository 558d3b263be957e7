package dev.palisade.it;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.bed.Await;
import dev.palisade.bed.Change;
import dev.palisade.controller.Settings;
import dev.palisade.it.StubNode.Pretence;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One case's part of the cluster: a namespace, nodes that only its pods go to, their helpers' stub,
 * and operators that watch this namespace only. Cases with scenes of their own do not see each
 * other.
 */
final class Scene implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);

  /** No case waits so long: an event that was missed is not made good for. */
  private static final Duration LATE = Duration.ofMinutes(3);

  private final KubernetesClient client;
  private final String namespace;
  private final SceneNodes fleet;
  private final Deque<OperatorRun> operators = new ArrayDeque<>();

  private Scene(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.fleet = new SceneNodes(client, namespace);
  }

  /** A scene whose nodes report at once what they are asked to load. */
  static Scene open(KubernetesClient client, int nodes) {
    return open(client, "it-" + UUID.randomUUID().toString().substring(0, 6), nodes);
  }

  /** The same in a namespace of this name, which nobody else has. */
  static Scene open(KubernetesClient client, String namespace, int nodes) {
    Crds.install(client);
    SystemNamespace.install(client);
    Scene scene = new Scene(client, namespace);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(scene.namespace)
                .endMetadata()
                .build())
        .create();
    for (int i = 1; i <= nodes; i++) {
      scene.addNode();
    }
    return scene;
  }

  /** One more node, with its helper. */
  String addNode() {
    return fleet.add(Pretence.NONE);
  }

  Node node(String name) {
    return client.nodes().withName(name).get();
  }

  List<String> nodes() {
    return fleet.names();
  }

  SceneNodes fleet() {
    return fleet;
  }

  StubHelpers helpers() {
    return fleet.helpers();
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  OperatorRun startOperator() {
    return startOperator(WriteLog.counting());
  }

  OperatorRun startOperator(WriteLog writes) {
    return startOperator(writes, LATE);
  }

  OperatorRun startOperator(WriteLog writes, Duration resync) {
    OperatorRun run = OperatorRun.start(client, namespace, writes, resync);
    operators.push(run);
    return run;
  }

  /** An operator with settings of the case's own, made from those of this scene. */
  OperatorRun startOperator(
      UnaryOperator<Settings> change, WriteLog writes, Interceptor... interceptors) {
    Settings settings = change.apply(OperatorRun.settings(namespace, LATE));
    OperatorRun run =
        OperatorRun.start(SystemNamespace.operator(client), settings, writes, interceptors);
    operators.push(run);
    return run;
  }

  /** An operator that reaches the API server as this says. */
  OperatorRun startOperator(Config config, WriteLog writes, Duration resync) {
    OperatorRun run = OperatorRun.start(config, OperatorRun.settings(namespace, resync), writes);
    operators.push(run);
    return run;
  }

  /** Server-side apply of a manifest in the scene's namespace, as a person does it. */
  HasMetadata apply(String yaml) {
    return apply(yaml, "person");
  }

  HasMetadata apply(String yaml, String manager) {
    GenericKubernetesResource object =
        Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    object.getMetadata().setNamespace(namespace);
    return client.resource(object).fieldManager(manager).forceConflicts().serverSideApply();
  }

  SecurityPolicy policy(String name) {
    return client.resources(SecurityPolicy.class).inNamespace(namespace).withName(name).get();
  }

  Deployment deployment(String name) {
    return client.apps().deployments().inNamespace(namespace).withName(name).get();
  }

  List<Pod> pods(String app) {
    return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems();
  }

  /** A change of a Deployment by someone, who tries again when another writer was faster. */
  void edit(String deployment, Consumer<Deployment> change) {
    Change.of(client.apps().deployments().inNamespace(namespace).withName(deployment), change);
  }

  /** The level of Pod Security that the namespace enforces from now on. */
  void podSecurity(String level) {
    label(labels -> labels.put("pod-security.kubernetes.io/enforce", level));
  }

  /** A change of the namespace's labels. */
  void label(Consumer<Map<String, String>> change) {
    Change.of(
        client.namespaces().withName(namespace), n -> change.accept(n.getMetadata().getLabels()));
  }

  List<SecurityProfile> revisions() {
    return client
        .resources(SecurityProfile.class)
        .withLabel(Palisade.POLICY_NAMESPACE, namespace)
        .list()
        .getItems();
  }

  List<SecurityProfile> revisions(String policy) {
    return revisions().stream()
        .filter(revision -> revision.getSpec().policy.name.equals(policy))
        .toList();
  }

  List<SecurityProfileBlob> blobs(String policy) {
    return client
        .resources(SecurityProfileBlob.class)
        .withLabel(Palisade.POLICY_NAMESPACE, namespace)
        .withLabel(Palisade.POLICY_NAME, policy)
        .list()
        .getItems();
  }

  FilterWatchListDeletable<SecurityPolicy, ?, ?> policies(String name) {
    return client
        .resources(SecurityPolicy.class)
        .inNamespace(namespace)
        .withField("metadata.name", name);
  }

  FilterWatchListDeletable<Deployment, ?, ?> deployments(String name) {
    return client.apps().deployments().inNamespace(namespace).withField("metadata.name", name);
  }

  List<ReplicaSet> replicaSets(String app) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(namespace)
        .withLabel("app", app)
        .list()
        .getItems();
  }

  /** Events about the object of this name: type, reason and message. */
  List<String> events(String name) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .map(event -> event.getType() + " " + event.getReason() + ": " + event.getMessage())
        .toList();
  }

  /** Waits until the policy's status stands still: what had to be written is written. */
  SecurityPolicy quiet(String policy) {
    return Await.quiet(
        "policy " + policy,
        Duration.ofSeconds(2),
        () -> policy(policy),
        p -> p.getMetadata().getResourceVersion());
  }

  /** Waits until every process of every matching workload is proven. */
  SecurityPolicy awaitVerified(String policy) {
    return await(policy, "verified", p -> Live.assertCondition(p, "Ready", "True", "Verified"));
  }

  /** Waits for a state of the policy. */
  SecurityPolicy await(String policy, String what, Consumer<SecurityPolicy> assertions) {
    return await(policy, what, SOON, assertions);
  }

  SecurityPolicy await(
      String policy, String what, Duration limit, Consumer<SecurityPolicy> assertions) {
    Await.until(
        "policy %s/%s %s".formatted(namespace, policy, what),
        limit,
        () -> assertions.accept(policy(policy)));
    return policy(policy);
  }

  @Override
  public void close() {
    operators.forEach(OperatorRun::close);
    client
        .resources(SecurityPolicy.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(this::deleteWithoutFinalizers);
    ClusterPolicies.deleteOf(this);
    SecurityBases.deleteOf(this);
    client.namespaces().withName(namespace).delete();
    client.pods().inNamespace(namespace).withGracePeriod(0).delete();
    fleet.close();
    deleteArtefacts();
    fleet.delete();
  }

  private void deleteArtefacts() {
    try (KubernetesClient operator = SystemNamespace.inOperatorsName(client)) {
      operator
          .resources(SecurityProfile.class)
          .withLabel(Palisade.POLICY_NAMESPACE, namespace)
          .delete();
      operator
          .resources(SecurityProfileBlob.class)
          .withLabel(Palisade.POLICY_NAMESPACE, namespace)
          .delete();
    }
  }

  private void deleteWithoutFinalizers(SecurityPolicy policy) {
    Change.of(client.resource(policy), p -> p.getMetadata().setFinalizers(List.of()));
    client.resource(policy).delete();
  }
}
