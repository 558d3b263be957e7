package dev.palisade.controller.installation;

import dev.palisade.api.v1alpha1.DevicesReason;
import dev.palisade.controller.helm.HelmRelease;
import dev.palisade.rollout.Ability;
import dev.palisade.rollout.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong with an installation.
 *
 * @param problems by the way out of them, each naming its object
 * @param notes what is as somebody wanted it, or lies outside Palisade
 * @param summary of what works
 */
record Diagnosis(Map<String, List<String>> problems, List<String> notes, String summary) {
  /** A person reads it in a terminal. */
  private static final int NAMED = 20;

  /** What is off for the whole cluster by the chart is nothing about a node. */
  private static final String SWITCHED_OFF = DevicesReason.SwitchedOff.name();

  boolean works() {
    return problems.isEmpty();
  }

  static Diagnosis of(Installation seen, HelmRelease release) {
    Ways ways = new Ways(release);
    Found found = new Found();
    seen.missing().stream()
        .sorted()
        .forEach(crd -> found.problem(crd + " is not served by the API server", ways.crds()));
    if (!seen.missing().isEmpty()) {
      return found.diagnosis("");
    }
    seen.operators()
        .ifPresentOrElse(
            o -> operators(o, found, ways),
            () -> found.problem("Deployment palisade-operator is not there", ways.upgrade()));
    if (seen.helper().isEmpty()) {
      found.problem("DaemonSet palisade-helper is not there", ways.upgrade());
    }
    List<Node> up =
        seen.nodes().stream().filter(n -> fits(n, seen, found) && up(n, found)).toList();
    up.forEach(n -> trouble(n, ways).ifPresent(t -> found.problem(t.what(), t.wayOut())));
    List<Node.Report> reports = up.stream().flatMap(n -> n.liveReport().stream()).toList();
    long capable = reports.stream().filter(r -> r.appArmor().capable()).count();
    up.forEach(n -> incapable(n).forEach(found.notes::add));
    if (found.problems.isEmpty() && capable == 0) {
      found.problem("no node enforces AppArmor", ways.nodes());
    }
    return found.diagnosis(
        "one of %d operators leads; %d of %d nodes report, %d of them enforce"
            .formatted(
                seen.operators().map(Operators::available).orElse(0),
                reports.size(),
                seen.nodes().size(),
                capable));
  }

  /** The API server did not say. */
  static Diagnosis unanswered(String error) {
    Found found = new Found();
    found.problem(
        "the API server could not be asked: " + error, "see whether it answers, then again");
    return found.diagnosis("");
  }

  private static void operators(Operators o, Found found, Ways ways) {
    if (o.wanted() == 0) {
      found.problem(
          "Deployment palisade-operator has no replicas: no policy is obeyed", ways.scale());
    } else if (!o.rolled()) {
      found.problem(
          "Deployment palisade-operator: of %d replicas %d are of its present template, %d are available"
              .formatted(o.wanted(), o.updated(), o.available()),
          ways.operators());
    } else if (!o.led()) {
      found.problem(
          "no operator leads: the Lease palisade-operator is held by "
              + (o.holder().isEmpty() ? "nobody" : o.holder() + ", which is no Ready pod"),
          ways.leader());
    }
  }

  private static boolean fits(Node node, Installation seen, Found found) {
    boolean fits = seen.helper().map(h -> h.fits(node)).orElse(false);
    if (!fits && seen.helper().isPresent()) {
      found.notes.add(
          "node %s has no helper: helper.nodeSelector, helper.affinity or helper.tolerations leave it out"
              .formatted(node.name()));
    }
    return fits;
  }

  private static boolean up(Node node, Found found) {
    if (!node.ready()) {
      found.notes.add("node %s is not Ready, so it was not looked at".formatted(node.name()));
    }
    return node.ready();
  }

  private record Trouble(String what, String wayOut) {}

  private static Optional<Trouble> trouble(Node node, Ways ways) {
    String name = "node " + node.name();
    if (node.helper().isEmpty()) {
      return Optional.of(new Trouble(name + " has no helper pod", ways.helperPods()));
    }
    if (!node.helperReady()) {
      return Optional.of(new Trouble(name + " has a helper that is not Ready", ways.helper()));
    }
    if (node.report().isEmpty()) {
      return Optional.of(
          new Trouble(name + " has no NodeSecurityState, or an empty one", ways.helper()));
    }
    if (node.liveReport().isEmpty()) {
      return Optional.of(
          new Trouble(
              name + " has a NodeSecurityState of an earlier boot, or by an earlier helper",
              ways.helper()));
    }
    return node.liveReport()
        .filter(r -> r.appArmor().undecided())
        .map(r -> new Trouble(name + " does not know yet whether it enforces", ways.nodes()));
  }

  private static List<String> incapable(Node node) {
    List<String> out = new ArrayList<>();
    node.liveReport()
        .ifPresent(r -> {
          if (r.appArmor().incapable()) {
            out.add("node " + node.name() + " cannot enforce: " + why(r.appArmor()));
          }
          if (r.devices().incapable() && !r.devices().reason().equals(SWITCHED_OFF)) {
            out.add(
                "node " + node.name() + " cannot hold rules about devices: " + why(r.devices()));
          }
        });
    return out;
  }

  private static String why(Ability ability) {
    return ability.reason() + (ability.message().isEmpty() ? "" : ": " + ability.message());
  }

  /** For a terminal. */
  String text() {
    StringBuilder out =
        new StringBuilder(
            works() ? "Palisade works: " + summary + ".\n" : "Palisade does not work:\n");
    problems.forEach((wayOut, objects) -> {
      limited(out, objects);
      out.append("    ").append(wayOut).append('\n');
    });
    if (!notes.isEmpty()) {
      out.append("Beside that:\n");
      limited(out, notes);
    }
    return out.toString();
  }

  private static void limited(StringBuilder out, List<String> lines) {
    lines.stream().limit(NAMED).forEach(line -> out.append("  ").append(line).append('\n'));
    if (lines.size() > NAMED) {
      out.append("  and ").append(lines.size() - NAMED).append(" more\n");
    }
  }

  private static final class Found {
    private final Map<String, List<String>> problems = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    void problem(String what, String wayOut) {
      problems.computeIfAbsent(wayOut, w -> new ArrayList<>()).add(what);
    }

    Diagnosis diagnosis(String summary) {
      return new Diagnosis(problems, List.copyOf(notes), summary);
    }
  }
}
