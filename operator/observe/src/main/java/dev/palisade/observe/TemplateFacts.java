package dev.palisade.observe;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.CapabilitySet;
import dev.palisade.rollout.Container;
import dev.palisade.rollout.Leaf;
import dev.palisade.rollout.Template;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pod template as the planner sees it. */
final class TemplateFacts {
  private TemplateFacts() {}

  static Template of(PodTemplateSpec t, FieldOwners owners) {
    Template facts = unhashed(t, owners);
    return new Template(
        facts.labels(),
        facts.revision(),
        facts.revisionManagers(),
        facts.podLevel(),
        facts.podSeccomp(),
        facts.hostPid(),
        facts.placement(),
        facts.containers(),
        OthersHash.of(t, facts));
  }

  /** The same without the hash of what is not ours, which costs more than all the rest. */
  static Template unhashed(PodTemplateSpec t, FieldOwners owners) {
    PodSpec spec = t.getSpec();
    Map<String, String> annotations =
        t.getMetadata() == null || t.getMetadata().getAnnotations() == null
            ? Map.of()
            : t.getMetadata().getAnnotations();
    PodSecurityContext context =
        spec.getSecurityContext() == null ? new PodSecurityContext() : spec.getSecurityContext();
    return new Template(
        t.getMetadata() == null || t.getMetadata().getLabels() == null
            ? Map.of()
            : t.getMetadata().getLabels(),
        annotations.getOrDefault(Palisade.REVISION, ""),
        owners.of("f:metadata", "f:annotations", "f:" + Palisade.REVISION),
        leaf(
            context.getAppArmorProfile(),
            owners.of("f:spec", "f:securityContext", "f:appArmorProfile")),
        leaf(
            context.getSeccompProfile(),
            owners.of("f:spec", "f:securityContext", "f:seccompProfile")),
        Boolean.TRUE.equals(spec.getHostPID()),
        Affinities.placement(spec),
        containers(spec, owners),
        "");
  }

  /** Init containers first. */
  private static List<Container> containers(PodSpec spec, FieldOwners owners) {
    List<Container> containers = new ArrayList<>();
    spec.getInitContainers().forEach(c -> containers.add(container(c, true, owners)));
    spec.getContainers().forEach(c -> containers.add(container(c, false, owners)));
    return containers;
  }

  private static Container container(
      io.fabric8.kubernetes.api.model.Container c, boolean init, FieldOwners owners) {
    SecurityContext context =
        c.getSecurityContext() == null ? new SecurityContext() : c.getSecurityContext();
    String list = init ? "f:initContainers" : "f:containers";
    String key = FieldOwners.containerKey(c.getName());
    return new Container(
        c.getName(),
        init,
        Boolean.TRUE.equals(context.getPrivileged()),
        leaf(
            context.getAppArmorProfile(),
            owners.of("f:spec", list, key, "f:securityContext", "f:appArmorProfile")),
        leaf(
            context.getSeccompProfile(),
            owners.of("f:spec", list, key, "f:securityContext", "f:seccompProfile")),
        capabilities(context.getCapabilities()),
        owners.of("f:spec", list, key, "f:securityContext", "f:capabilities"),
        LaunchFacts.of(c));
  }

  private static Optional<Leaf> leaf(AppArmorProfile p, Set<String> managers) {
    return p == null ? Optional.empty() : leaf(p.getType(), p.getLocalhostProfile(), managers);
  }

  private static Optional<Leaf> leaf(SeccompProfile p, Set<String> managers) {
    return p == null ? Optional.empty() : leaf(p.getType(), p.getLocalhostProfile(), managers);
  }

  private static Optional<Leaf> leaf(String type, String profile, Set<String> managers) {
    return Optional.ofNullable(type)
        .map(t -> new Leaf(t, profile == null ? "" : profile, managers));
  }

  private static CapabilitySet capabilities(Capabilities c) {
    return c == null
        ? CapabilitySet.NONE
        : new CapabilitySet(normal(c.getDrop()), normal(c.getAdd()));
  }

  private static List<String> normal(List<String> names) {
    return names == null
        ? List.of()
        : names.stream()
            .map(n -> n.toUpperCase(Locale.ROOT))
            .map(n -> n.startsWith("CAP_") ? n.substring(4) : n)
            .toList();
  }
}
