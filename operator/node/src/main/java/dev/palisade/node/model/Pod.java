package dev.palisade.node.model;

import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.json.Json;
import dev.palisade.policy.ProfileName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A pod bound to a node.
 *
 * @param revision annotation {@code palisade.dev/revision}, empty if absent
 * @param appArmor the pod-level field
 * @param seccomp the same of the other kind
 */
public record Pod(
    String uid,
    String namespace,
    String name,
    String revision,
    String phase,
    ProfileField appArmor,
    ProfileField seccomp,
    List<Container> containers) {

  public Pod {
    containers = List.copyOf(containers);
  }

  public static Pod of(Json object) {
    List<Container> containers = new ArrayList<>();
    for (Container.Kind kind : Container.Kind.values()) {
      Map<String, Json> statuses = new HashMap<>();
      object.items("status", kind.statuses).forEach(s -> statuses.put(s.text("name"), s));
      for (Json spec : object.items("spec", kind.list)) {
        Json status = statuses.getOrDefault(spec.text("name"), Json.object().build());
        containers.add(Container.of(kind, spec, status));
      }
    }
    return new Pod(
        object.text("metadata", "uid"),
        object.text("metadata", "namespace"),
        object.text("metadata", "name"),
        object.text("metadata", "annotations", "palisade.dev/revision"),
        object.text("status", "phase"),
        ProfileField.appArmor(object.at("spec")),
        ProfileField.seccomp(object.at("spec")),
        containers);
  }

  /** The container's own field where it has one, else the pod's: as the kubelet resolves it. */
  public ProfileField resolved(Container container) {
    return container.appArmor().or(appArmor);
  }

  /** The same of seccomp. */
  public ProfileField resolvedSeccomp(Container container) {
    return container.seccomp().or(seccomp);
  }

  /**
   * Every profile and filter that a Localhost field of the pod names. Ours are told apart by how
   * they begin: {@code palisade.} and {@code palisade/}.
   */
  public Set<String> localhostProfiles() {
    Set<String> names = new TreeSet<>();
    Stream.concat(appArmorFields(), seccompFields()).forEach(field -> names.add(field.localhost()));
    names.remove("");
    return names;
  }

  /** A field of it names a profile of ours, or a filter. */
  public boolean namesOurs() {
    return appArmorFields().anyMatch(field -> field.localhost().startsWith(SecurityFs.OURS))
        || seccompFields().anyMatch(field -> field.localhost().startsWith(ProfileName.FILTERS));
  }

  private Stream<ProfileField> appArmorFields() {
    return Stream.concat(Stream.of(appArmor), containers.stream().map(Container::appArmor));
  }

  private Stream<ProfileField> seccompFields() {
    return Stream.concat(Stream.of(seccomp), containers.stream().map(Container::seccomp));
  }

  /** A privileged container of it, of whichever kind. */
  public Optional<Container> privileged() {
    return containers.stream().filter(Container::privileged).findFirst();
  }

  /** No process of it runs and none will. */
  public boolean ended() {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }
}
