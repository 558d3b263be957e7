package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus.DenialEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Denials, or audited uses, of one profile and kind, over all nodes; operation and target are of
 * the record that was seen last.
 */
record DenialLine(
    String profile,
    DenialKind kind,
    long count,
    Set<String> nodes,
    String lastSeen,
    String operation,
    String target) {
  private static final Comparator<DenialLine> BY_TIME =
      Comparator.comparing(e -> Optional.ofNullable(e.lastSeen).orElse(""));

  static List<DenialLine> of(Set<String> profiles, Collection<NodeSecurityState> reports) {
    Map<String, Map<DenialKind, DenialLine>> sums = new TreeMap<>();
    for (NodeSecurityState report : reports) {
      for (DenialEntry e : entries(report)) {
        if (profiles.contains(e.profile)) {
          sums.computeIfAbsent(e.profile, k -> new TreeMap<>())
              .merge(
                  e.kind,
                  new DenialLine(
                      e.profile,
                      e.kind,
                      count(e),
                      Set.of(report.getMetadata().getName()),
                      e.lastSeen,
                      e.operation,
                      e.target),
                  (a, b) -> a.plus(b));
        }
      }
    }
    List<DenialLine> lines = new ArrayList<>();
    sums.values().forEach(kinds -> lines.addAll(kinds.values()));
    return lines;
  }

  private DenialLine plus(DenialLine other) {
    DenialLine latest = BY_TIME.compare(other, this) > 0 ? other : this;
    return new DenialLine(
        profile,
        kind,
        count + other.count,
        union(nodes, other.nodes),
        latest.lastSeen,
        latest.operation,
        latest.target);
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  private static long count(DenialEntry e) {
    return Optional.ofNullable(e.count).orElse(0L);
  }

  private static List<DenialEntry> entries(NodeSecurityState report) {
    return Optional.ofNullable(report.getStatus())
        .map(s -> s.denials)
        .map(d -> d.entries)
        .orElse(List.of());
  }
}
