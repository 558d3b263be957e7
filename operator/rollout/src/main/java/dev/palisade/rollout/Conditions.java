package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The five conditions of a policy. */
final class Conditions {
  private Conditions() {}

  static List<Condition> of(Assessment a) {
    return List.of(compiled(a), loaded(a), progressing(a), ready(a), Degradation.of(a));
  }

  private static Condition compiled(Assessment a) {
    return switch (a.policy().compiled()) {
      case Policy.Compiled.Done(Revision r, List<String> warnings) -> {
        List<String> notes = new ArrayList<>();
        notes.add("revision " + r.name());
        notes.addAll(warnings);
        for (Workload w : a.matching()) {
          notes.addAll(Assignment.warnings(a.policy().containers(), r, w));
        }
        yield Condition.of(Condition.COMPILED, true, Reason.COMPILED, String.join("; ", notes));
      }
      case Policy.Compiled.Failed(Reason reason, String message) ->
          Condition.of(Condition.COMPILED, false, reason, message);
    };
  }

  private static Condition loaded(Assessment a) {
    if (a.update().isEmpty()) {
      return new Condition(Condition.LOADED, "Unknown", Reason.LOADING, "nothing is compiled yet");
    }
    WorkloadDecision decision = new WorkloadDecision(a.s(), a.m(), a.now());
    Map<Reason, List<String>> problems = new EnumMap<>(Reason.class);
    int eligible = 0;
    for (Placement p : placements(a)) {
      Gate.Result g = decision.gate(a.update().get(), p);
      eligible = Math.max(eligible, g.eligible());
      g.nodes()
          .forEach((r, texts) ->
              texts.stream()
                  .filter(t -> !problems.computeIfAbsent(r, k -> new ArrayList<>()).contains(t))
                  .forEach(t -> problems.get(r).add(t)));
    }
    Gate.Result all = new Gate.Result(problems, eligible);
    return all.open()
        ? Condition.of(Condition.LOADED, true, Reason.LOADED, "verified on " + eligible + " nodes")
        : Condition.of(Condition.LOADED, false, all.reason(), all.message());
  }

  private static List<Placement> placements(Assessment a) {
    List<Placement> out = a.matching().stream().map(a::placement).distinct().toList();
    return out.isEmpty() ? List.of(Placement.ANYWHERE) : out;
  }

  private static Condition progressing(Assessment a) {
    Map<Entry.State, Reason> words =
        Map.of(
            Entry.State.ROLLING, Reason.ROLLING,
            Entry.State.ROLLING_BACK, Reason.ROLLING_BACK,
            Entry.State.RELEASING, Reason.RELEASING);
    for (Entry.State state :
        List.of(Entry.State.ROLLING, Entry.State.ROLLING_BACK, Entry.State.RELEASING)) {
      List<Entry> flying =
          a.entries(state).stream().filter(e -> e.startedAt().isPresent()).toList();
      if (!flying.isEmpty()) {
        List<String> names = flying.stream().map(e -> e.kind() + "/" + e.name()).sorted().toList();
        return Condition.of(
            Condition.PROGRESSING, true, words.get(state), String.join(", ", names) + stops(a));
      }
    }
    List<String> waits =
        a.outcomes().values().stream()
            .flatMap(
                o -> o instanceof Outcome.Waits w ? java.util.stream.Stream.of(w.message()) : null)
            .distinct()
            .toList();
    return waits.isEmpty()
        ? Condition.of(Condition.PROGRESSING, false, Reason.COMPLETE, "nothing is to be done")
        : Condition.of(Condition.PROGRESSING, false, Reason.WAITING, String.join("; ", waits));
  }

  private static String stops(Assessment a) {
    List<String> out = new ArrayList<>();
    for (Workload w : a.outcomes().keySet()) {
      a.m()
          .entry(w)
          .filter(e -> e.stoppedAt().isPresent())
          .flatMap(e -> Progress.stopped(a.s(), w, e))
          .ifPresent(out::add);
    }
    return out.isEmpty() ? "" : "; the deadline does not run: " + String.join("; ", out);
  }

  private static Condition ready(Assessment a) {
    if (a.policy().deleting()) {
      return notYet("the policy is being deleted");
    }
    if (a.update().isEmpty()) {
      return notYet("nothing is compiled yet");
    }
    if (a.policy().compiled() instanceof Policy.Compiled.Failed) {
      return notYet("the spec did not compile; " + a.update().get().name() + " stays");
    }
    List<Workload> matching = a.matching();
    if (matching.isEmpty()) {
      return Condition.of(
          Condition.READY, true, Reason.NO_MATCHING_WORKLOADS, "podSelector matches no workload");
    }
    List<String> missing =
        matching.stream()
            .filter(w -> !a.verified(w) && !a.idle(w))
            .map(w -> Verification.missing(a.s(), w, a.update().get().name()))
            .toList();
    if (!missing.isEmpty()) {
      return notYet(String.join("; ", missing));
    }
    long proven = matching.stream().filter(a::verified).count();
    long inPart = matching.stream().filter(w -> a.verified(w) && a.inPart(w).isPresent()).count();
    return proven == 0
        ? Condition.of(
            Condition.READY, true, Reason.NOTHING_RUNNING, "every matching workload is scaled to 0")
        : Condition.of(
            Condition.READY,
            true,
            Reason.VERIFIED,
            "%d of %d workloads proven on their processes".formatted(proven, matching.size())
                + (inPart == 0 ? "" : "; of %d only the rules about devices".formatted(inPart)));
  }

  private static Condition notYet(String message) {
    return Condition.of(Condition.READY, false, Reason.NOT_YET, message);
  }
}
