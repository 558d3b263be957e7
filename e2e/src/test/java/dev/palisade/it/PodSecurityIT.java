package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What Pod Security admission says to the chart's pods, as dry runs. */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class PodSecurityIT {
  @Test
  void onlyTheHelperNeedsAPrivilegedNamespace(KubernetesClient client) {
    Map<String, PodSpec> specs = specs(client);
    assertThat(specs.keySet())
        .containsExactlyInAnyOrder(
            "palisade-operator", "palisade-helper", "palisade-uninstall-check", "palisade-test");
    PodSpec helper = specs.remove("palisade-helper");

    in(
        client,
        "it-restricted",
        "restricted",
        () -> {
          specs.forEach((name, spec) -> create(client, "it-restricted", name, spec));
          assertThatThrownBy(() -> create(client, "it-restricted", "helper", helper))
              .hasMessageContaining("violates PodSecurity");
        });
    in(
        client,
        "it-baseline",
        "baseline",
        () ->
            assertThatThrownBy(() -> create(client, "it-baseline", "helper", helper))
                .hasMessageContaining("violates PodSecurity"));
    in(
        client,
        "it-privileged",
        "privileged",
        () -> create(client, "it-privileged", "helper", helper));
  }

  private static void in(KubernetesClient client, String name, String level, Runnable use) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", level)
                .endMetadata()
                .build())
        .create();
    try {
      Await.until(
          "the account that pods of " + name + " have",
          Scene.SOON,
          () ->
              assertThat(client.serviceAccounts().inNamespace(name).withName("default").get())
                  .isNotNull());
      use.run();
    } finally {
      client.namespaces().withName(name).delete();
    }
  }

  private static void create(KubernetesClient client, String namespace, String name, PodSpec spec) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withNewSpecLike(spec)
            .withServiceAccountName("default")
            .endSpec()
            .build();
    client.resource(pod).dryRun(true).create();
  }

  /** By the name of what makes the pods. */
  private static Map<String, PodSpec> specs(KubernetesClient client) {
    String manifests = Bed.helmTemplate(List.of("--namespace", FakeNode.SYSTEM)).successful().out();
    Map<String, PodSpec> specs = new TreeMap<>();
    for (HasMetadata object :
        client.load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8))).items()) {
      PodSpec spec =
          switch (object) {
            case Deployment d -> d.getSpec().getTemplate().getSpec();
            case DaemonSet d -> d.getSpec().getTemplate().getSpec();
            case Job j -> j.getSpec().getTemplate().getSpec();
            case Pod p -> p.getSpec();
            default -> null;
          };
      if (spec != null) {
        specs.put(object.getMetadata().getName(), spec);
      }
    }
    return specs;
  }
}
