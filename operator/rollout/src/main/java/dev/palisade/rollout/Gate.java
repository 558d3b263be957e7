package dev.palisade.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** I2: no pod is touched before its revision is verified on every node where it may land. */
public final class Gate {
  /** So many nodes are named one by one. */
  private static final int NAMED = 5;

  private Gate() {}

  /**
   * Whether the gate is open.
   *
   * @param nodes problem nodes by reason, each with what is wrong; empty means that the gate is
   *     open
   */
  public record Result(Map<Reason, List<String>> nodes, int eligible) {
    public boolean open() {
      return nodes.isEmpty();
    }

    public String message() {
      return String.join("; ", nodes.values().stream().map(Gate::some).toList());
    }

    public Reason reason() {
      return nodes.keySet().stream().findFirst().orElse(Reason.LOADED);
    }
  }

  /**
   * Looks at every node where a pod of this placement may land.
   *
   * @param since when the revision was first planned: nodes are late from there, or from when they
   *     became Ready
   */
  public static Result of(
      Revision revision,
      Placement placement,
      List<Node> nodes,
      Instant since,
      Duration limit,
      Instant now) {
    Map<Reason, List<String>> problems = new EnumMap<>(Reason.class);
    List<Node> eligible = nodes.stream().filter(placement::mayLand).toList();
    if (eligible.isEmpty()) {
      problems.put(Reason.NO_ELIGIBLE_NODE, List.of(nowhere(placement, nodes)));
    }
    for (Node n : eligible) {
      check(revision, n, since, limit, now)
          .ifPresent(
              p -> problems.computeIfAbsent(p.reason(), k -> new ArrayList<>()).add(p.message()));
    }
    return new Result(problems, eligible.size());
  }

  private static String some(List<String> texts) {
    int more = texts.size() - NAMED;
    String named = String.join(", ", texts.subList(0, Math.min(NAMED, texts.size())));
    return more > 0 ? named + ", and " + more + " more nodes" : named;
  }

  /** With the nodes that would do, had they not to be avoided. */
  private static String nowhere(Placement placement, List<Node> nodes) {
    Placement anyone = placement.avoiding(Set.of());
    List<String> avoided =
        nodes.stream()
            .filter(anyone::mayLand)
            .map(n -> "node " + n.name() + avoidedFor(placement, n))
            .toList();
    return "no Ready, schedulable node fits the pod template"
        + (avoided.isEmpty() ? "" : "; avoided: " + some(avoided));
  }

  private static String avoidedFor(Placement placement, Node n) {
    return n.liveReport().stream()
        .flatMap(r ->
            placement.avoids().stream()
                .sorted()
                .filter(need -> need.of(r).incapable())
                .map(need -> ": " + need.why(need.of(r))))
        .findFirst()
        .orElse("");
  }

  private record Problem(Reason reason, String message) {}

  private static Optional<Problem> check(
      Revision r, Node n, Instant since, Duration limit, Instant now) {
    boolean late =
        !now.isBefore((n.readySince().isAfter(since) ? n.readySince() : since).plus(limit));
    if (n.liveReport().isEmpty()) {
      String what =
          n.helperReady() ? "its helper has not reported for this boot" : "its helper is not Ready";
      return problem(late ? Reason.NODE_UNVERIFIED : Reason.HELPER_NOT_READY, n, what);
    }
    Node.Report report = n.liveReport().get();
    return Stream.concat(
            r.needs().stream().sorted().flatMap(need -> unmet(need, report, n, late).stream()),
            r.artefacts().stream()
                .flatMap(a -> expected(a, report))
                .flatMap(e -> missing(e, n, late).stream()))
        .findFirst();
  }

  private static Optional<Problem> unmet(Need need, Node.Report report, Node n, boolean late) {
    Ability ability = need.of(report);
    if (ability.capable()) {
      return Optional.empty();
    }
    Reason undecided = late ? Reason.NODE_UNVERIFIED : Reason.HELPER_NOT_READY;
    return problem(
        ability.undecided() ? undecided : Reason.NODES_UNSUPPORTED, n, need.why(ability));
  }

  /**
   * A profile or filter that a node should have.
   *
   * @param hashes one of which it should have
   * @param there what the node says of it
   * @param done how it is called when it is there
   */
  private record Expected(
      String name, List<String> hashes, Optional<Node.Loaded> there, String done) {}

  private static Stream<Expected> expected(Artefact a, Node.Report report) {
    Expected profile =
        new Expected(
            a.profileName(),
            List.of(a.sha256(), a.sha1()),
            Optional.ofNullable(report.profiles().get(a.profileName())),
            "loaded");
    return Stream.concat(
        Stream.of(profile),
        a.seccomp().stream()
            .map(f ->
                new Expected(
                    f.name(),
                    List.of(f.sha256()),
                    Optional.ofNullable(report.seccompProfiles().get(f.name())),
                    "written")));
  }

  private static Optional<Problem> missing(Expected e, Node n, boolean late) {
    if (e.there().isEmpty()) {
      return problem(
          late ? Reason.NODE_UNVERIFIED : Reason.LOADING,
          n,
          "%s is not %s yet".formatted(e.name(), e.done()));
    }
    Node.Loaded there = e.there().get();
    boolean loaded = there.state().equals("Loaded");
    if (loaded && e.hashes().contains(there.sha256())) {
      return Optional.empty();
    }
    return problem(
        Reason.NODE_UNVERIFIED,
        n,
        e.name()
            + (loaded ? " has another hash" : " is " + there.state())
            + (there.message().isEmpty() ? "" : ": " + there.message()));
  }

  private static Optional<Problem> problem(Reason reason, Node n, String what) {
    return Optional.of(new Problem(reason, "node " + n.name() + ": " + what));
  }
}
