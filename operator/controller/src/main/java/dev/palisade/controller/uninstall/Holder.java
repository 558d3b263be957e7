package dev.palisade.controller.uninstall;

import java.util.List;

/**
 * A pod, or an object that makes pods.
 *
 * @param controller {@code Kind/name} of the object that controls it; empty if none does
 * @param profiles what of Palisade's its pod spec names, as {@link ProfileNames} says it
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
