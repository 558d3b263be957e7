package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The message that matters when new pods do not get ready. */
final class Harm {
  private Harm() {}

  static String describe(Snapshot s, Workload w, Entry e, long seconds) {
    List<Pod> fresh = Progress.fresh(s, w, e);
    List<String> parts = new ArrayList<>();
    parts.add(
        "%s was not complete %d s after the apply (%d of %d pods updated, %d available)"
            .formatted(
                w.id(),
                seconds,
                w.replicas().updated(),
                w.replicas().wanted(),
                w.replicas().available()));
    Optional<Pod> worst =
        fresh.stream()
            .filter(p -> !p.ready() && !p.troubles().isEmpty())
            .findFirst()
            .or(() -> fresh.stream().filter(p -> !p.ready()).findFirst());
    worst.ifPresent(p -> parts.add(pod(p)));
    e.revision().flatMap(s::revision).ifPresent(r -> parts.addAll(denials(s, r)));
    return String.join("; ", parts);
  }

  private static String pod(Pod p) {
    String where = "pod " + p.name() + (p.node().isEmpty() ? "" : " on " + p.node());
    if (p.troubles().isEmpty()) {
      return where + " is not ready";
    }
    Pod.Trouble t = p.troubles().get(0);
    StringBuilder out = new StringBuilder(where + ", container " + t.container() + ":");
    if (!t.waiting().isEmpty()) {
      out.append(' ').append(t.waiting());
    }
    t.exitCode().ifPresent(code -> out.append(" exit code ").append(code));
    if (!t.message().isEmpty()) {
      out.append(": ").append(t.message().strip());
    }
    return out.toString();
  }

  private static List<String> denials(Snapshot s, Revision r) {
    List<String> names = r.artefacts().stream().map(Artefact::profileName).toList();
    return s.nodes().stream()
        .flatMap(n -> n.liveReport().stream())
        .flatMap(report -> report.denials().stream())
        .filter(d -> names.contains(d.profile()) && !d.kind().equals("Complain"))
        .sorted(java.util.Comparator.comparing(Node.Denials::kind).reversed())
        .map(d ->
            "denied (%s): %s %s, %d times"
                .formatted(d.kind(), d.operation(), d.target(), d.count()))
        .distinct()
        .limit(3)
        .toList();
  }
}
