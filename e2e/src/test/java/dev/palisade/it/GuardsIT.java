package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.bed.Await;
import dev.palisade.bed.Clients;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the admission guards take away of what RBAC must give: each refusal beside the same request
 * where it is right.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardsIT {
  private static final String OWN_NODE =
      "a helper writes the NodeSecurityState of the node that its own pod runs on, and no other";
  private static final String BY_OPERATOR =
      "SecurityProfiles and their blobs are made, changed and deleted by the Palisade operator only: write a SecurityPolicy,"
          + " and it makes them; delete it, and they go once no pod or template names them";
  private static final String PROFILE =
      """
      apiVersion: palisade.dev/v1alpha1
      kind: SecurityProfile
      metadata: {name: it.guards.aaaaaaaaaa, labels: {palisade.dev/load: OnDemand}}
      spec:
        policy: {namespace: it, name: guards, uid: "1"}
        mode: Enforce
        parserVersion: 4.1.0
        featureSet: linux-6.1
        abi: "3.0"
        containers:
        - {name: _default, base: RuntimeDefault, profileName: palisade.it.guards._default.a, artefactHash: "00"}
      """;
  private static final String BLOB =
      """
      apiVersion: palisade.dev/v1alpha1
      kind: SecurityProfileBlob
      metadata: {name: it-guards}
      spec: {profileName: palisade.it.guards._default.a, sha256: "00", size: 1, encoding: gzip, data: AA==}
      """;
  private static final String RELABEL =
      "{\"metadata\":{\"labels\":{\"palisade.dev/load\":\"All\"}}}";

  private Scene scene;
  private String own;
  private String other;

  @BeforeAll
  void open(KubernetesClient client) {
    scene = Scene.open(client, 2);
    own = scene.nodes().get(0);
    other = scene.nodes().get(1);
    Await.until(
        "the guards are in effect",
        Scene.SOON,
        () ->
            assertThat(refusal(() -> object(client, PROFILE).dryRun(true).create()))
                .endsWith(BY_OPERATOR));
  }

  @AfterAll
  void close() {
    scene.close();
  }

  @Test
  void helperWritesTheReportOfItsOwnNodeOnly() {
    as(
        SystemNamespace.helper(scene.client(), helperPod(own)),
        stolen -> {
          assertThat(refusal(() -> report(stolen, own))).isNull();
          assertThat(refusal(() -> report(stolen, other))).endsWith(OWN_NODE);
          assertThat(refusal(() -> report(stolen, "it-no-such-node"))).endsWith(OWN_NODE);
        });
  }

  @Test
  void helperTokenOfAnotherNodeOrOfNoPodWritesNone() {
    as(
        SystemNamespace.helper(scene.client(), helperPod(other)),
        stolen -> assertThat(refusal(() -> report(stolen, own))).endsWith(OWN_NODE));
    as(
        SystemNamespace.unbound(scene.client(), "palisade-helper"),
        stolen -> assertThat(refusal(() -> report(stolen, own))).endsWith(OWN_NODE));
  }

  /** What is stolen ends with the pod that it was stolen from. */
  @Test
  void helperTokenEndsWithItsPod() {
    Pod pod = helperPod(own);
    Pod another =
        scene
            .client()
            .resource(
                new PodBuilder(pod)
                    .withNewMetadata()
                    .withNamespace(FakeNode.SYSTEM)
                    .withName(pod.getMetadata().getName() + "-stolen")
                    .endMetadata()
                    .withStatus(null)
                    .build())
            .create();
    as(
        SystemNamespace.helper(scene.client(), another),
        stolen -> {
          assertThat(refusal(() -> report(stolen, own))).isNull();
          scene.client().resource(another).withGracePeriod(0).delete();
          Await.until(
              "the token is refused",
              Scene.SOON,
              () -> assertThat(code(() -> report(stolen, own))).isEqualTo(401));
        });
  }

  @Test
  void profilesAreTheOperatorsAlone() {
    KubernetesClient person = scene.client();
    for (String manifest : new String[] {PROFILE, BLOB}) {
      try (KubernetesClient operator = SystemNamespace.inOperatorsName(person)) {
        assertThat(refusal(() -> object(person, manifest).create())).endsWith(BY_OPERATOR);
        assertThat(refusal(() -> object(operator, manifest).create())).isNull();
        assertThat(refusal(() -> relabel(person, manifest))).endsWith(BY_OPERATOR);
        assertThat(refusal(() -> relabel(operator, manifest))).isNull();
        assertThat(refusal(() -> object(person, manifest).delete())).endsWith(BY_OPERATOR);
        assertThat(refusal(() -> object(operator, manifest).delete())).isNull();
      }
    }
  }

  @Test
  void operatorCreatesPodsAsDryRunOnly() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(scene.namespace())
            .withName("run-as-anybody")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("example.com/app:1")
            .endContainer()
            .endSpec()
            .build();
    as(
        SystemNamespace.operator(scene.client()),
        operator -> {
          assertThat(refusal(() -> operator.resource(pod).create()))
              .endsWith("the Palisade operator creates pods only as a server-side dry run");
          assertThat(refusal(() -> operator.resource(pod).dryRun(true).create())).isNull();
        });
    assertThat(scene.client().resource(pod).get()).isNull();
  }

  @Test
  void operatorWritesTheFinalizerAndTheStatusButNotTheSpec() {
    HasMetadata policy = scene.apply(Manifests.policy("guards", "/data/**"));
    as(
        SystemNamespace.operator(scene.client()),
        operator -> {
          assertThat(refusal(() -> patch(operator, policy, "{\"spec\":{\"mode\":\"Complain\"}}")))
              .endsWith(
                  "the Palisade operator writes a SecurityPolicy's finalizer and status, never its spec");
          assertThat(
                  refusal(() ->
                      patch(
                          operator,
                          policy,
                          "{\"metadata\":{\"finalizers\":[\"%s\"]}}"
                              .formatted(Palisade.RELEASE_FINALIZER))))
              .isNull();
        });
    assertThat(refusal(() -> patch(scene.client(), policy, "{\"spec\":{\"mode\":\"Complain\"}}")))
        .as("a person's change of the spec")
        .isNull();
  }

  private static void as(Config account, Consumer<KubernetesClient> use) {
    try (KubernetesClient client = Clients.of(account).build()) {
      use.accept(client);
    }
  }

  private Pod helperPod(String node) {
    return scene
        .client()
        .pods()
        .inNamespace(FakeNode.SYSTEM)
        .withName("palisade-helper-" + node)
        .get();
  }

  /** What a lie looks like: a report that says nothing of what is so. */
  private static void report(KubernetesClient client, String node) {
    NodeSecurityState state = new NodeSecurityState();
    state.getMetadata().setName(node);
    state.setStatus(new NodeSecurityStatus());
    state.getStatus().bootID = "00000000-0000-0000-0000-000000000000";
    var _ =
        client
            .resource(state)
            .dryRun(true)
            .fieldManager("palisade-helper")
            .forceConflicts()
            .serverSideApply();
  }

  private static NamespaceableResource<GenericKubernetesResource> object(
      KubernetesClient client, String manifest) {
    return client.resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class));
  }

  private static void relabel(KubernetesClient client, String manifest) {
    var _ = object(client, manifest).patch(PatchContext.of(PatchType.JSON_MERGE), RELABEL);
  }

  private static void patch(KubernetesClient client, HasMetadata object, String patch) {
    var _ = client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** The API server's message; null when it accepts. */
  private static String refusal(ThrowingCallable request) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, request);
    return refusal == null ? null : refusal.getStatus().getMessage();
  }

  private static int code(ThrowingCallable request) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, request);
    return refusal == null ? 0 : refusal.getCode();
  }
}
