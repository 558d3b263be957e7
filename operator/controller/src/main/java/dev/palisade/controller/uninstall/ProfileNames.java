package dev.palisade.controller.uninstall;

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
 * Which of Palisade's profiles and filters a pod spec names: in its fields, or as before Kubernetes
 * 1.30.
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
    return Stream.concat(fields(spec), annotated(annotations))
        .filter(Leaf::isOurs)
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<String> fields(PodSpec spec) {
    if (spec == null) {
      return Stream.of();
    }
    Stream<String> pod =
        Stream.ofNullable(spec.getSecurityContext())
            .flatMap(c -> names(c.getAppArmorProfile(), c.getSeccompProfile()));
    Stream<SecurityContext> containers =
        Stream.of(
                spec.getInitContainers().stream().map(Container::getSecurityContext),
                spec.getContainers().stream().map(Container::getSecurityContext),
                spec.getEphemeralContainers().stream().map(EphemeralContainer::getSecurityContext))
            .flatMap(contexts -> contexts);
    return Stream.concat(
        pod,
        containers
            .filter(Objects::nonNull)
            .flatMap(c -> names(c.getAppArmorProfile(), c.getSeccompProfile())));
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
