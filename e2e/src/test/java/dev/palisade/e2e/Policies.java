package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The policies of a scene, and what became of them. */
final class Policies {
  private static final Duration ROLLED = Duration.ofMinutes(6);

  private final Scene scene;

  Policies(Scene scene) {
    this.scene = scene;
  }

  /**
   * Applies a policy of this checkout, changed for the case; strictly, so that no field is lost.
   */
  SecurityPolicy apply(String manifest, Consumer<SecurityPolicy> change) {
    SecurityPolicy policy = scene.only(manifest, SecurityPolicy.class);
    change.accept(policy);
    return scene.client().resource(policy).fieldManager("e2e").forceConflicts().serverSideApply();
  }

  /**
   * Applies a policy of the cluster that holds in this scene's namespace, for as long as the scene
   * is open.
   *
   * @param rules what stands in its spec, in flow style without braces
   */
  void ofTheCluster(String rules) {
    String yaml =
        """
        apiVersion: palisade.dev/v1alpha1
        kind: ClusterSecurityPolicy
        metadata: {name: %1$s}
        spec: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}, %2$s}
        """
            .formatted(scene.namespace(), rules);
    var cluster =
        scene.client().resource(Serialization.unmarshal(yaml, ClusterSecurityPolicy.class));
    cluster.create();
    scene.atEnd(cluster::delete);
  }

  /** Makes the bases in a manifest of this checkout, for as long as the scene is open. */
  void bases(String manifest) {
    for (SecurityBase base : scene.all(manifest, SecurityBase.class)) {
      scene.client().resource(base).create();
      scene.atEnd(() -> scene.client().resource(base).delete());
    }
  }

  SecurityPolicy get(String name) {
    return scene
        .client()
        .resources(SecurityPolicy.class)
        .inNamespace(scene.namespace())
        .withName(name)
        .get();
  }

  void delete(String name) {
    scene
        .client()
        .resources(SecurityPolicy.class)
        .inNamespace(scene.namespace())
        .withName(name)
        .delete();
  }

  /** Waits until the present spec is proven on every pod. */
  SecurityPolicy awaitVerified(SecurityPolicy applied) {
    return awaitCondition(applied, "Ready", "True", "Verified");
  }

  SecurityPolicy awaitCondition(SecurityPolicy applied, String type, String status, String reason) {
    String name = applied.getMetadata().getName();
    Await.until(
        "policy %s is %s=%s/%s".formatted(name, type, status, reason),
        ROLLED,
        () -> {
          SecurityPolicy now = get(name);
          assertThat(now.getStatus()).as("status").isNotNull();
          assertThat(now.getStatus().observedGeneration)
              .isGreaterThanOrEqualTo(applied.getMetadata().getGeneration());
          assertThat(conditions(now)).contains(type + "=" + status + "/" + reason);
        });
    return get(name);
  }

  /** Whether it says of its present spec that every pod runs under it. */
  static boolean isVerified(SecurityPolicy policy) {
    return policy != null
        && policy.getStatus() != null
        && policy.getMetadata().getGeneration().equals(policy.getStatus().observedGeneration)
        && conditions(policy).contains("Ready=True/Verified");
  }

  /** The conditions in the form Type=Status/Reason. */
  static List<String> conditions(SecurityPolicy policy) {
    return policy.getStatus().conditions.stream()
        .map(c -> c.getType() + "=" + c.getStatus() + "/" + c.getReason())
        .toList();
  }

  static Condition condition(SecurityPolicy policy, String type) {
    return policy.getStatus().conditions.stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no condition " + type));
  }

  SecurityProfileSpec profile(String revision) {
    return scene.client().resources(SecurityProfile.class).withName(revision).get().getSpec();
  }

  /** The name in the kernel of the profile that each container of a revision runs under. */
  Map<String, String> kernelNames(String revision, List<String> containers) {
    Map<String, String> named =
        profile(revision).containers.stream()
            .collect(Collectors.toMap(c -> c.name, c -> c.profileName));
    return containers.stream()
        .collect(Collectors.toMap(c -> c, c -> named.getOrDefault(c, named.get("_default"))));
  }
}
