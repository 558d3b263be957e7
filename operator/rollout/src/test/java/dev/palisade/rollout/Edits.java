package dev.palisade.rollout;

import java.util.Optional;

/** A pod with something changed. */
final class Edits {
  private Edits() {}

  static Pod verdict(Pod p, String word) {
    return new Pod(
        p.uid(),
        p.name(),
        p.workload(),
        p.node(),
        p.revision(),
        p.phase(),
        p.ready(),
        p.terminating(),
        p.reason(),
        p.unschedulable(),
        p.troubles(),
        Optional.of(new Pod.Verdict(word, word.equals("Unenforced") ? "pid 7 is unconfined" : "")));
  }

  static Pod unschedulable(Pod p) {
    return new Pod(
        p.uid(),
        p.name(),
        p.workload(),
        "",
        p.revision(),
        Pod.Phase.PENDING,
        false,
        false,
        "",
        Optional.of("0/3 nodes are available"),
        java.util.List.of(),
        Optional.empty());
  }

  static Pod refusedByNode(Pod p) {
    return new Pod(
        p.uid(),
        p.name(),
        p.workload(),
        p.node(),
        p.revision(),
        Pod.Phase.FAILED,
        false,
        false,
        "AppArmor",
        Optional.empty(),
        java.util.List.of(),
        Optional.empty());
  }

  static Pod restarted(Pod p) {
    return new Pod(
        p.uid(),
        p.name(),
        p.workload(),
        p.node(),
        p.revision(),
        p.phase(),
        p.ready(),
        p.terminating(),
        p.reason(),
        p.unschedulable(),
        java.util.List.of(new Pod.Trouble("app", "", Optional.of(1), "Error")),
        p.verdict());
  }
}
