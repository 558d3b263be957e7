package dev.palisade.e2e;

import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the helpers report, and what the nodes' kernels say themselves. */
final class Reports {
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final Scene scene;

  Reports(Scene scene) {
    this.scene = scene;
  }

  NodeSecurityStatus of(String node) {
    NodeSecurityState state = client().resources(NodeSecurityState.class).withName(node).get();
    return Optional.ofNullable(state)
        .map(NodeSecurityState::getStatus)
        .orElseThrow(() -> new AssertionError("no report of " + node));
  }

  /** What the helper of its node says of a pod. */
  NodeSecurityStatus.Pod of(Pod pod) {
    return of(pod.getSpec().getNodeName()).pods.stream()
        .filter(p -> p.uid.equals(pod.getMetadata().getUid()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no report of pod " + pod.getMetadata().getName()));
  }

  /** How many denials of a kind all nodes have counted for these profiles. */
  long denials(Collection<String> profiles, DenialKind kind) {
    return entries(profiles, kind).stream().mapToLong(d -> d.count).sum();
  }

  /** What all nodes report of denials of a kind under these profiles. */
  List<NodeSecurityStatus.DenialEntry> entries(Collection<String> profiles, DenialKind kind) {
    return client().resources(NodeSecurityState.class).list().getItems().stream()
        .map(NodeSecurityState::getStatus)
        .filter(s -> s.denials != null && s.denials.entries != null)
        .flatMap(s -> s.denials.entries.stream())
        .filter(d -> d.kind == kind && profiles.contains(d.profile))
        .toList();
  }

  /** The nodes of the bed that enforce AppArmor. */
  List<String> capableNodes() {
    return client().nodes().list().getItems().stream()
        .filter(n -> !"false".equals(n.getMetadata().getLabels().get("palisade.dev/test-apparmor")))
        .map(n -> n.getMetadata().getName())
        .toList();
  }

  /** Whether the kernel of a node has a profile, asked without the helper. */
  boolean kernelHas(String node, String profile) {
    return scene
        .bed()
        .run(
            "node-shell",
            node,
            "grep -c '^%s (' /sys/kernel/security/apparmor/profiles || true".formatted(profile))
        .strip()
        .equals("1");
  }

  /** Names of the profiles of a node's kernel that begin so. */
  Set<String> profiles(String node, String beginning) {
    return scene
        .bed()
        .run("node-shell", node, "cat /sys/kernel/security/apparmor/profiles")
        .lines()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.replaceFirst(" \\(.*", ""))
        .collect(Collectors.toSet());
  }

  /**
   * Takes a profile out of a kernel behind the helper's back.
   *
   * @return whether it was there
   */
  boolean removeFromKernel(String node, String profile) {
    return scene
            .bed()
            .attempt(
                ANSWER,
                "node-shell",
                node,
                "printf %s " + profile + " >/sys/kernel/security/apparmor/.remove")
            .exitCode()
        == 0;
  }

  private KubernetesClient client() {
    return scene.client();
  }
}
