package dev.palisade.node.model;

import dev.palisade.node.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A pod bound to a node.
 *
 * @param revision annotation {@code palisade.dev/revision}, empty if absent
 * @param appArmor the pod-level field
 */
public record Pod(
    String uid,
    String namespace,
    String name,
    String revision,
    String phase,
    AppArmorField appArmor,
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
        AppArmorField.of(object.at("spec")),
        containers);
  }

  /** The container's own field where it has one, else the pod's: as the kubelet resolves it. */
  public AppArmorField resolved(Container container) {
    return container.appArmor().isAbsent() ? appArmor : container.appArmor();
  }

  /** Every profile that a Localhost field of the pod names. */
  public Set<String> localhostProfiles() {
    Set<String> names = new TreeSet<>();
    names.add(appArmor.localhost());
    containers.forEach(c -> names.add(c.appArmor().localhost()));
    names.remove("");
    return names;
  }

  /** No process of it runs and none will. */
  public boolean ended() {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }
}
