package dev.palisade.it;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.rollout.Leaf;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the assignment left on a pod. */
final class PodFields {
  private PodFields() {}

  /** The revision that the pod names, or null. */
  static String revision(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Palisade.REVISION);
  }

  /** Kernel name of the pod-level profile, where it is a Localhost one. */
  static Optional<String> podProfile(Pod pod) {
    return Optional.ofNullable(pod.getSpec().getSecurityContext())
        .map(PodSecurityContext::getAppArmorProfile)
        .map(AppArmorProfile::getLocalhostProfile);
  }

  /** Kernel name of the profile in the container's own field, where it is a Localhost one. */
  static Optional<String> containerProfile(Pod pod, String container) {
    return context(pod, container)
        .map(SecurityContext::getAppArmorProfile)
        .map(AppArmorProfile::getLocalhostProfile);
  }

  /** The seccomp filter in the container's own field, where it is a Localhost one. */
  static Optional<String> filter(Pod pod, String container) {
    return context(pod, container)
        .map(SecurityContext::getSeccompProfile)
        .map(SeccompProfile::getLocalhostProfile);
  }

  static List<String> droppedCapabilities(Pod pod, String container) {
    return context(pod, container)
        .map(SecurityContext::getCapabilities)
        .map(Capabilities::getDrop)
        .orElse(List.of());
  }

  private static Optional<SecurityContext> context(Pod pod, String container) {
    return containers(pod)
        .filter(c -> c.getName().equals(container))
        .findFirst()
        .map(Container::getSecurityContext);
  }

  /** Whether the pod-level field names this revision's {@code _default}. */
  static boolean nameArtefactsOf(Pod pod, SecurityProfile revision) {
    return podProfile(pod)
        .equals(
            revision.getSpec().containers.stream()
                .filter(artefact -> artefact.name.equals("_default"))
                .map(artefact -> artefact.profileName)
                .findFirst());
  }

  /** Whether a field of the pod or of a container names a profile or filter of ours. */
  static boolean namesOurs(Pod pod) {
    Stream<String> names =
        Stream.concat(
            Stream.concat(
                podProfile(pod).stream(),
                Optional.ofNullable(pod.getSpec().getSecurityContext())
                    .map(PodSecurityContext::getSeccompProfile)
                    .map(SeccompProfile::getLocalhostProfile)
                    .stream()),
            containers(pod)
                .map(Container::getName)
                .flatMap(c ->
                    Stream.concat(containerProfile(pod, c).stream(), filter(pod, c).stream())));
    return names.anyMatch(Leaf::isOurs);
  }

  static boolean privileged(Pod pod) {
    return containers(pod)
        .map(Container::getSecurityContext)
        .anyMatch(context -> context != null && Boolean.TRUE.equals(context.getPrivileged()));
  }

  private static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }

  /** Whether every container has a process. */
  static boolean running(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase())
        && pod.getStatus().getContainerStatuses().stream()
            .allMatch(container -> container.getState().getRunning() != null);
  }
}
