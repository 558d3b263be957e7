package dev.palisade.controller.uninstall;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What would be left in the lurch without operator and helpers. Pods that run keep their profile
 * and their device program; but after a reboot, or on a new node, nobody loads the profile, and a
 * pod that names it does not start; and new pods are without the program, which nobody would see.
 *
 * @param deployments whose template names a profile: the operator gives their fields back
 * @param others templates that Palisade does not write to, so it cannot give anything back
 * @param pods that run under one and that no template above accounts for
 * @param pinned policies that could not be deleted any more
 */
record StillUsed(
    List<Holder> deployments, List<Holder> others, List<Holder> pods, List<Pinned> pinned) {

  static StillUsed of(List<Holder> all, List<Pinned> pinned) {
    Map<String, Holder> byId = new HashMap<>();
    all.forEach(holder -> byId.put(holder.id(), holder));
    List<Holder> counting =
        all.stream()
            .filter(holder -> counts(holder, byId))
            .sorted(Comparator.comparing(Holder::id))
            .toList();
    return new StillUsed(
        counting.stream().filter(h -> h.kind().equals("Deployment")).toList(),
        counting.stream()
            .filter(h -> !h.kind().equals("Deployment") && !h.kind().equals("Pod"))
            .toList(),
        counting.stream().filter(h -> h.kind().equals("Pod")).toList(),
        pinned.stream()
            .sorted(Comparator.comparing(Pinned::namespace).thenComparing(Pinned::name))
            .toList());
  }

  boolean isEmpty() {
    return deployments.isEmpty() && others.isEmpty() && pods.isEmpty() && pinned.isEmpty();
  }

  private static boolean counts(Holder holder, Map<String, Holder> byId) {
    return names(holder, byId) && (accountable(holder) || !accountedFor(holder, byId));
  }

  /** Its pods are not yet made, run, or are made again. */
  private static boolean names(Holder holder, Map<String, Holder> byId) {
    return !holder.profiles().isEmpty()
        && !holder.idle()
        // A Deployment keeps ReplicaSets of the past, and its pods speak for those of the present.
        && !(holder.kind().equals("ReplicaSet") && controller(holder, byId) != null);
  }

  /** Made by people or programs: what they make in turn follows from their template. */
  private static boolean accountable(Holder holder) {
    return switch (holder.kind()) {
      case "Deployment", "StatefulSet", "DaemonSet", "CronJob", "ReplicaSet" -> true;
      default -> false;
    };
  }

  private static boolean accountedFor(Holder holder, Map<String, Holder> byId) {
    for (Holder at = controller(holder, byId); at != null; at = controller(at, byId)) {
      if (names(at, byId)) {
        return true;
      }
    }
    return false;
  }

  private static Holder controller(Holder holder, Map<String, Holder> byId) {
    return holder.controller().isEmpty() ? null : byId.get(holder.controllerId());
  }
}
