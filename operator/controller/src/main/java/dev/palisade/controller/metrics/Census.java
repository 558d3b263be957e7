package dev.palisade.controller.metrics;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.rollout.Node;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts of what is there, by labels of few values. */
final class Census {
  private Census() {}

  /** The labels of one series, in the order of their names' declaration. */
  record Series(List<String> values) implements Comparable<Series> {
    static Series of(String... values) {
      return new Series(List.of(values));
    }

    @Override
    public int compareTo(Series o) {
      return values.toString().compareTo(o.values.toString());
    }
  }

  /** Policies by condition type, status and reason; one that has no status yet counts as Unseen. */
  static Map<Series, Long> policies(Stream<SecurityPolicy> policies) {
    return policies
        .flatMap(p ->
            p.getStatus() == null || p.getStatus().conditions == null
                ? Stream.of(Series.of("Compiled", "Unknown", "Unseen"))
                : p.getStatus().conditions.stream().map(Census::series))
        .collect(Collectors.groupingBy(s -> s, TreeMap::new, Collectors.counting()));
  }

  private static Series series(Condition c) {
    return Series.of(c.getType(), c.getStatus(), c.getReason());
  }

  /**
   * Nodes by what their reports are worth: why it does not count, else what it says of AppArmor.
   */
  static Map<Series, Long> nodes(List<Node> nodes) {
    return nodes.stream()
        .map(n -> Series.of(state(n)))
        .collect(Collectors.groupingBy(s -> s, TreeMap::new, Collectors.counting()));
  }

  private static String state(Node n) {
    if (!n.ready()) {
      return "NodeNotReady";
    }
    if (!n.helperReady()) {
      return "HelperNotReady";
    }
    return n.liveReport().map(r -> r.appArmor().reason()).orElse("ReportOutdated");
  }
}
