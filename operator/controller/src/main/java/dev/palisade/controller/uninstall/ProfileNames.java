package dev.palisade.controller.uninstall;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.Leaf;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What of Palisade's a pod spec names: profiles and filters in its fields, or as before Kubernetes
 * 1.30. A pod with a privileged container may have none and still be under rules about devices: of
 * such a one {@code revision NAME} is given, by its annotation.
 */
final class ProfileNames {
  private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
  private static final String LOCALHOST = "localhost/";

  private ProfileNames() {}

  static List<String> of(PodTemplateSpec template) {
    return template == null
        ? List.of()
        : of(
            template.getSpec(),
            template.getMetadata() == null ? null : template.getMetadata().getAnnotations());
  }

  static List<String> of(PodSpec spec, Map<String, String> annotations) {
    List<String> named =
        Stream.concat(fields(spec), annotated(annotations))
            .filter(Leaf::isOurs)
            .distinct()
            .sorted()
            .toList();
    return named.isEmpty() ? devicesOnly(spec, annotations) : named;
  }

  private static List<String> devicesOnly(PodSpec spec, Map<String, String> annotations) {
    boolean privileged =
        containers(spec).anyMatch(context -> Boolean.TRUE.equals(context.getPrivileged()));
    return Stream.ofNullable(annotations)
        .filter(a -> privileged && a.containsKey(Palisade.REVISION))
        .map(a -> "revision " + a.get(Palisade.REVISION))
        .toList();
  }

  private static Stream<String> fields(PodSpec spec) {
    if (spec == null) {
      return Stream.of();
    }
    Stream<String> pod =
        Stream.ofNullable(spec.getSecurityContext())
            .flatMap(c -> names(c.getAppArmorProfile(), c.getSeccompProfile()));
    return Stream.concat(
        pod, containers(spec).flatMap(c -> names(c.getAppArmorProfile(), c.getSeccompProfile())));
  }

  /** Of those containers that have one. */
  private static Stream<SecurityContext> containers(PodSpec spec) {
    return spec == null
        ? Stream.of()
        : Stream.of(
                spec.getInitContainers().stream().map(Container::getSecurityContext),
                spec.getContainers().stream().map(Container::getSecurityContext),
                spec.getEphemeralContainers().stream().map(EphemeralContainer::getSecurityContext))
            .flatMap(contexts -> contexts)
            .filter(Objects::nonNull);
  }

  private static Stream<String> names(AppArmorProfile profile, SeccompProfile filter) {
    return Stream.concat(
            Stream.ofNullable(profile).map(AppArmorProfile::getLocalhostProfile),
            Stream.ofNullable(filter).map(SeccompProfile::getLocalhostProfile))
        .filter(Objects::nonNull);
  }

  private static Stream<String> annotated(Map<String, String> annotations) {
    return annotations == null
        ? Stream.of()
        : annotations.entrySet().stream()
            .filter(e -> e.getKey().startsWith(ANNOTATION) && e.getValue().startsWith(LOCALHOST))
            .map(e -> e.getValue().substring(LOCALHOST.length()));
  }
}
