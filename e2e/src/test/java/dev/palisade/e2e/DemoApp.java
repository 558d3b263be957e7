package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.bed.Await;
import dev.palisade.e2e.load.HttpRequest;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The application of {@code make demo}: an app and a log shipper that share a log. */
final class DemoApp {
  static final String NAME = "checkout";
  static final Map<String, String> LABELS = Map.of("app", "checkout");
  static final String APP = "app";
  static final String SHIPPER = "log-shipper";
  static final List<String> CONTAINERS = List.of(APP, SHIPPER);
  static final String LOG = "/var/log/checkout/access.log";

  /** In the directory of the log, but written by nobody unasked. */
  private static final String TRIED = "/var/log/checkout/tried.log";

  private static final String MANIFEST = "demo/app.yaml";
  private static final Map<String, Integer> PORTS =
      Map.of(APP, 8080, SHIPPER, 8081, EveryKindPod.READER, EveryKindPod.PORT);
  static final Duration ROLL = Duration.ofMinutes(4);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Scene scene;
  private final Map<String, URI> addresses = new HashMap<>();

  private DemoApp(Scene scene) {
    this.scene = scene;
  }

  /** Deploys it and waits until all its pods are ready. */
  static DemoApp deploy(Scene scene, Consumer<Deployment> change) {
    Deployment deployment = scene.only(MANIFEST, Deployment.class);
    change.accept(deployment);
    scene.client().resource(scene.only(MANIFEST, Service.class)).create();
    scene.client().resource(deployment).create();
    DemoApp app = new DemoApp(scene);
    app.awaitReady(PodTimeline.NONE);
    return app;
  }

  RollableScalableResource<Deployment> deployment() {
    return scene.client().apps().deployments().inNamespace(scene.namespace()).withName(NAME);
  }

  List<Pod> pods() {
    return scene
        .client()
        .pods()
        .inNamespace(scene.namespace())
        .withLabels(LABELS)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /**
   * Profiles that pods of a node name, those too that never end: a runtime that was restarted while
   * it removed a container may not find it again (crun, "error opening file .../status").
   */
  Set<String> profilesNamedOn(String node) {
    return scene.client().pods().inNamespace(scene.namespace()).list().getItems().stream()
        .filter(pod -> node.equals(pod.getSpec().getNodeName()))
        .flatMap(DemoApp::profilesNamed)
        .collect(Collectors.toSet());
  }

  private static Stream<String> profilesNamed(Pod pod) {
    return Stream.concat(
            Stream.ofNullable(pod.getSpec().getSecurityContext())
                .map(PodSecurityContext::getAppArmorProfile),
            pod.getSpec().getContainers().stream()
                .flatMap(c -> Stream.ofNullable(c.getSecurityContext()))
                .map(SecurityContext::getAppArmorProfile))
        .filter(p -> p != null && p.getLocalhostProfile() != null)
        .map(AppArmorProfile::getLocalhostProfile);
  }

  Pod anyPod() {
    return pods().getFirst();
  }

  /** Waits until there are as many pods as wanted, all ready and all of the revision. */
  void awaitReady(String revision) {
    Await.until(
        "all pods of revision '" + revision + "' are ready",
        ROLL,
        () -> {
          Deployment deployment = deployment().get();
          assertThat(deployment.getStatus().getObservedGeneration())
              .isEqualTo(deployment.getMetadata().getGeneration());
          List<Pod> pods = pods();
          assertThat(pods).hasSize(deployment.getSpec().getReplicas());
          assertThat(pods).allMatch(Readiness::isPodReady);
          assertThat(pods).extracting(DemoApp::revision).containsOnly(revision);
        });
  }

  static String revision(Pod pod) {
    return pod.getMetadata().getAnnotations().getOrDefault(Palisade.REVISION, PodTimeline.NONE);
  }

  /** The same pod, outside the Deployment, of a person who has switched AppArmor off for it. */
  Pod unconfined() {
    return alone(
        "unconfined",
        spec -> {
          if (spec.getSecurityContext() == null) {
            spec.setSecurityContext(new PodSecurityContext());
          }
          spec.getSecurityContext().setAppArmorProfile(new AppArmorProfile(null, "Unconfined"));
        });
  }

  /** The same pod as the Deployment's are now, but for a change; no policy selects it. */
  Pod alone(String name, Consumer<PodSpec> change) {
    PodSpec spec = deployment().get().getSpec().getTemplate().getSpec();
    change.accept(spec);
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(scene.namespace())
            .endMetadata()
            .withSpec(spec)
            .build();
    scene.client().resource(pod).create();
    return scene
        .client()
        .resource(pod)
        .waitUntilCondition(Readiness::isPodReady, 2, TimeUnit.MINUTES);
  }

  /** Every operation on a file beside the log, tried by the container's own process. */
  List<Attempt> attempts(Pod pod, String container) {
    return Arrays.stream(FileOperation.values())
        .map(operation -> {
          ask(pod, SHIPPER, "create", TRIED);
          ask(pod, SHIPPER, "create", TRIED + ".new");
          return new Attempt(container, operation, ask(pod, container, operation.word(), TRIED));
        })
        .toList();
  }

  /** The answer of a container's process to one operation on a path. */
  String ask(Pod pod, String container, String operation, String path) {
    URI base =
        addresses.computeIfAbsent(
            pod.getStatus().getPodIP() + "/" + container,
            key -> scene.forward(pod.getStatus().getPodIP(), PORTS.get(container)));
    return answer(base, operation, path);
  }

  /** The answer of a container's process, by where it listens. */
  static String answer(URI base, String operation, String path) {
    URI uri = base.resolve("/try?op=" + operation + "&path=" + path);
    try {
      return new HttpRequest(uri, ANSWER).send().body().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(uri.toString(), e);
    }
  }

  /** Where a client outside the cluster reaches the Service. */
  URI service() {
    Service service = scene.client().services().inNamespace(scene.namespace()).withName(NAME).get();
    return scene.forward(service.getSpec().getClusterIP(), 80);
  }
}
