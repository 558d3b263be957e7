package dev.palisade.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.controller.effect.EventWriter;
import dev.palisade.controller.effect.LeavesWriter;
import dev.palisade.controller.effect.NodeLabels;
import dev.palisade.controller.effect.PolicyFinalizer;
import dev.palisade.controller.effect.ProfileWriter;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.controller.gather.LiveReads;
import dev.palisade.controller.metrics.OperatorMetrics;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Reason;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * I7: an event says that something may have changed, never what. The policy that comes with it is
 * old here, in every way in which a watch can be behind.
 */
class StaleEventTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POLICY =
      "/apis/palisade.dev/v1alpha1/namespaces/shop/securitypolicies/web";

  /** Status writes in the order in which they came. */
  private final List<JsonNode> statuses = new CopyOnWriteArrayList<>();

  private volatile ObjectNode live = policy(1);
  private HttpServer server;
  private KubernetesClient client;
  private PolicyReconciler reconciler;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    LeavesWriter leaves = new LeavesWriter(client);
    StatusWriter writer = new StatusWriter(client);
    OperatorMetrics metrics = new OperatorMetrics(true, "test");
    reconciler =
        new PolicyReconciler(
            client,
            new PolicyPass(
                client,
                new LiveReads(client, "palisade-system"),
                (policy, cluster, existing) -> judged(policy),
                leaves,
                metrics),
            new StepRunner(
                leaves, new ProfileWriter(client), new NodeLabels(client), writer, metrics),
            writer,
            new PolicyFinalizer(client),
            new EventWriter(client),
            metrics,
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  /** The verdict on a spec names the spec that was judged. */
  private static Policy.Compiled judged(SecurityPolicy policy) {
    return new Policy.Compiled.Failed(
        Reason.INVALID, "spec " + policy.getMetadata().getGeneration() + " is wrong");
  }

  private static ObjectNode policy(long generation) {
    try {
      return (ObjectNode)
          JSON.readTree(
              """
              {"apiVersion": "palisade.dev/v1alpha1", "kind": "SecurityPolicy",
               "metadata": {"name": "web", "namespace": "shop", "uid": "uid-1", "generation": %d,
                 "resourceVersion": "1"},
               "spec": {"podSelector": {"matchLabels": {"app": "web"}}, "mode": "Enforce",
                 "defaultContainer": {"base": "RuntimeDefault"}}}
              """
                  .formatted(generation));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.equals(POLICY + "/status")) {
      JsonNode status = JSON.readTree(body).get("status");
      statuses.add(status);
      live.set("status", status);
      send(exchange, 200, live);
    } else if (path.equals(POLICY)) {
      send(exchange, live == null ? 404 : 200, live == null ? notFound() : live);
    } else if (exchange.getRequestMethod().equals("GET")) {
      send(
          exchange,
          200,
          JSON.readTree("{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": []}"));
    } else {
      send(exchange, 201, JSON.readTree(body));
    }
  }

  private static JsonNode notFound() throws IOException {
    return JSON.readTree("{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 404}");
  }

  private static void send(HttpExchange exchange, int code, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    try (exchange) {
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** As the SDK calls it, with what its cache holds. */
  private void reconcile(ObjectNode cached) throws Exception {
    @SuppressWarnings("unchecked")
    Context<SecurityPolicy> context =
        (Context<SecurityPolicy>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("isPrimaryResourceDeleted")) {
                    return false;
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    reconciler.reconcile(
        client.getKubernetesSerialization().unmarshal(cached.toString(), SecurityPolicy.class),
        context);
  }

  @Test
  void anEventFromBeforeTheLastStatusChangesNothing() throws Exception {
    ObjectNode before = policy(1);
    reconcile(before);
    assertThat(statuses).hasSize(1);
    reconcile(before);
    assertThat(statuses).as("the same event again").hasSize(1);
  }

  @Test
  void aConditionIsAboutTheSpecThatIsThereNow() throws Exception {
    live = policy(2);
    reconcile(policy(1));
    assertThat(statuses).hasSize(1);
    assertThat(statuses.getFirst().get("observedGeneration").asLong()).isEqualTo(2);
    assertThat(statuses.getFirst().get("conditions").toString())
        .contains("spec 2 is wrong")
        .doesNotContain("spec 1 is wrong");
  }

  @Test
  void whatWasRememberedSinceTheEventIsNotForgotten() throws Exception {
    live.set(
        "status",
        JSON.readTree(
            """
            {"observedGeneration": 1, "updateRevision": "shop.web.aaaaaaaaaa",
             "failedRevisions": [{"revision": "shop.web.aaaaaaaaaa", "reason": "RolledBack",
               "message": "crashed", "time": "2026-01-01T00:00:00Z"}]}
            """));
    reconcile(policy(1));
    assertThat(statuses).hasSize(1);
    assertThat(statuses.getFirst().path("failedRevisions").toString()).contains("crashed");
  }

  @Test
  void ofAPolicyThatIsGoneNothingIsWritten() throws Exception {
    live = null;
    reconcile(policy(1));
    assertThat(statuses).isEmpty();
  }
}
