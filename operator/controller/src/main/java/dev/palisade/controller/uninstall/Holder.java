package dev.palisade.controller.uninstall;

import java.util.List;

/**
 * A pod, or an object that makes pods.
 *
 * @param controller {@code Kind/name} of the object that controls it; empty if none does
 * @param profiles names of Palisade's profiles and filters that its pod spec names
 * @param idle no pod runs or will be made by it as it is: a ReplicaSet of none, a Job or pod that
 *     has ended
 */
record Holder(
    String kind,
    String namespace,
    String name,
    String controller,
    List<String> profiles,
    boolean idle) {
  Holder {
    profiles = List.copyOf(profiles);
  }

  /** {@code namespace/Kind/name}, as the command line takes it. */
  String id() {
    return namespace + "/" + kind + "/" + name;
  }

  String controllerId() {
    return namespace + "/" + controller;
  }
}
