package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import dev.palisade.bed.Await;
import dev.palisade.policy.Library;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A workload such as an example is about: each of its containers is the demo's application. */
final class ExampleApp {
  private static final int FIRST_PORT = 8080;
  private static final long USER = 65532;

  private final Scene scene;
  private final Example example;

  private ExampleApp(Scene scene, Example example) {
    this.scene = scene;
    this.example = example;
  }

  static ExampleApp deploy(Scene scene, Example example) {
    Deployment deployment = scene.only("demo/app.yaml", Deployment.class);
    Map<String, String> labels = Map.of(Example.LABEL, example.name());
    deployment.getMetadata().setName(example.name());
    deployment.getSpec().setReplicas(1);
    deployment.getSpec().setSelector(new LabelSelectorBuilder().withMatchLabels(labels).build());
    deployment.getSpec().getTemplate().getMetadata().setLabels(labels);
    PodSpec spec = deployment.getSpec().getTemplate().getSpec();
    spec.setAutomountServiceAccountToken(false);
    Container any = spec.getContainers().getFirst();
    var containers = new ArrayList<Container>();
    for (String name : example.containers()) {
      containers.add(container(any, name, FIRST_PORT + containers.size()));
    }
    spec.setContainers(containers);
    scene.client().resource(deployment).create();
    return new ExampleApp(scene, example);
  }

  private static Container container(Container any, String name, int port) {
    return new ContainerBuilder(any)
        .withName(name)
        .withEnv(
            new EnvVar("NAME", name, null),
            new EnvVar("PORT", Integer.toString(port), null),
            new EnvVar("LOG", "/dev/null", null))
        .withPorts()
        // So many of them would not fit on a node by the requests of the demo.
        .withResources(null)
        .editReadinessProbe()
        .editHttpGet()
        .withNewPort(port)
        .endHttpGet()
        .endReadinessProbe()
        .build();
  }

  Example example() {
    return example;
  }

  /** The example's policy, about this workload: its own names would select pods of no one. */
  void fit(SecurityPolicy policy) {
    policy.getMetadata().setName(example.name());
    policy.getSpec().podSelector =
        new LabelSelectorBuilder().addToMatchLabels(Example.LABEL, example.name()).build();
    Stream.concat(
            Stream.of(policy.getSpec().defaultContainer),
            Stream.ofNullable(policy.getSpec().containers).flatMap(List::stream))
        .filter(rules -> !rules.base.equals(Library.RUNTIME_DEFAULT))
        .forEach(ExampleApp::allowTheApplication);
  }

  /** A list of what is allowed names the example's program, and not this one. */
  private static void allowTheApplication(ContainerRules rules) {
    var itself = new ExecutableRule();
    itself.name = "demo-app";
    itself.action = RuleAction.Allow;
    itself.paths = List.of("/usr/bin/demo-app");
    rules.executables = with(rules.executables, itself);
    var http = new NetworkRule();
    http.name = "demo-app";
    http.action = RuleAction.Allow;
    http.families = List.of(SocketFamily.Inet, SocketFamily.Inet6);
    http.types = List.of(SocketType.Stream);
    rules.network = with(rules.network, http);
  }

  private static <R> List<R> with(List<R> rules, R more) {
    return Stream.concat(Stream.ofNullable(rules).flatMap(List::stream), Stream.of(more)).toList();
  }

  /**
   * Waits for its pod of a revision, and tries everything there.
   *
   * @return the answer to each, in the order of the trials
   */
  Map<Trial, String> answers(String revision) {
    Pod pod = ready(revision);
    prepare(pod);
    Map<String, URI> addresses = new LinkedHashMap<>();
    for (String container : example.containers()) {
      addresses.put(
          container,
          scene.forward(
              pod.getStatus().getPodIP(), FIRST_PORT + example.containers().indexOf(container)));
    }
    Map<Trial, String> answers = new LinkedHashMap<>();
    for (Trial trial : example.trials()) {
      answers.put(
          trial, DemoApp.answer(addresses.get(trial.container()), trial.operation(), trial.what()));
    }
    return answers;
  }

  private Pod ready(String revision) {
    Await.until(
        "the pod of example %s and revision '%s' is ready".formatted(example.name(), revision),
        DemoApp.ROLL,
        () ->
            assertThat(pods())
                .hasSize(1)
                .allMatch(Readiness::isPodReady)
                .extracting(DemoApp::revision)
                .containsExactly(revision));
    return pods().getFirst();
  }

  private List<Pod> pods() {
    return scene
        .client()
        .pods()
        .inNamespace(scene.namespace())
        .withLabel(Example.LABEL, example.name())
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /**
   * Makes the files that the example's image would have, in each container's own root: from the
   * node, because no container may. Each is a program, and everybody may do everything with it.
   */
  private void prepare(Pod pod) {
    Map<String, Integer> processes =
        Processes.of(scene.bed(), pod).stream()
            .collect(Collectors.toMap(ConfinedProcess::container, ConfinedProcess::pid, Math::min));
    String script =
        example.trials().stream()
            .flatMap(t -> t.file().stream().map(file -> line(processes.get(t.container()), file)))
            .distinct()
            .collect(Collectors.joining("\n"));
    scene.bed().run("node-shell", pod.getSpec().getNodeName(), script + "\ntrue");
  }

  private static String line(int pid, Trial.Target file) {
    return """
    r=/proc/%d/root; p=%s
    mkdir -p "$r${p%%/*}"; [ -e "$r$p" ] || cp "$r/usr/bin/busybox" "$r$p"
    chown %d "$r$p"; chmod 777 "$r$p"
    """
        .formatted(pid, file.path(), file.isOthers() ? 0 : USER);
  }
}
