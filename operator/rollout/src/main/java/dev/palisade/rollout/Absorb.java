package dev.palisade.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes into the memory what has been said since: a new spec, commands, workloads that are gone.
 */
final class Absorb {
  private Absorb() {}

  record Result(Memory memory, List<Step.FinishCommand> commands) {}

  static Result of(Snapshot s, Instant now) {
    Memory m = spec(s, present(s), now);
    List<Step.FinishCommand> done = new ArrayList<>();
    for (Command c : s.commands()) {
      m = command(s, m, c, done, now);
    }
    return new Result(m, done);
  }

  private static Memory present(Snapshot s) {
    Map<String, Entry> kept = new TreeMap<>();
    for (Workload w : s.workloads()) {
      s.memory().entry(w).ifPresent(e -> kept.put(w.uid(), e));
    }
    return s.memory().withWorkloads(kept);
  }

  /**
   * A revision may be another one while the policy's own spec is the same: what is merged into it
   * has changed. That frees what was held back, but not the revision from having failed: labels
   * that come and go would roll it again and again.
   */
  private static Memory spec(Snapshot s, Memory m, Instant now) {
    boolean changed = m.generation() != s.policy().generation();
    Memory next = m.withGeneration(s.policy().generation());
    Optional<Revision> update = s.policy().update();
    if (update.isEmpty()) {
      return next;
    }
    String name = update.get().name();
    boolean another = !m.updateRevision().equals(Optional.of(name));
    if (another) {
      next = next.withUpdate(name, now);
    }
    if (changed) {
      next = next.forgiving(name);
    }
    return changed || another ? freed(s, next) : next;
  }

  /** Nothing is held back any longer; what was released on request stays so. */
  private static Memory freed(Snapshot s, Memory m) {
    Memory next = m;
    for (Workload w : s.workloads()) {
      Optional<Entry> e = m.entry(w);
      if (e.isPresent()) {
        next = next.with(w.uid(), freed(w, e.get()));
      }
    }
    return next;
  }

  private static Optional<Entry> freed(Workload w, Entry e) {
    return switch (e.state()) {
      case ROLLED_BACK ->
          e.revision().isEmpty() ? Optional.of(e.to(Entry.State.SETTLED, "")) : Optional.empty();
      // As if its apply were still to come: going on with it is then no revert.
      case REVERTED -> Optional.of(Entry.of(w, e.revision(), Entry.State.ROLLING, ""));
      default -> e.state().blocked() ? Optional.empty() : Optional.of(e);
    };
  }

  private static Memory command(
      Snapshot s, Memory m, Command c, List<Step.FinishCommand> done, Instant now) {
    return switch (c) {
      case Command.Retry r -> {
        done.add(new Step.FinishCommand(r.name(), false, "rolling again", now));
        Memory next = m.updateRevision().map(m::forgiving).orElse(m);
        yield unreleased(s, freed(s, next));
      }
      case Command.Abort a -> abort(s, m, a, done, now);
      case Command.Release r -> release(s, m, r);
    };
  }

  private static Memory unreleased(Snapshot s, Memory m) {
    Memory next = m;
    for (Workload w : s.workloads()) {
      Optional<Entry> e = m.entry(w);
      boolean released =
          e.map(x -> x.state() == Entry.State.RELEASED || x.state() == Entry.State.RELEASING)
              .orElse(false);
      if (released) {
        next = next.with(w.uid(), e.map(x -> x.to(Entry.State.SETTLED, "")));
      }
    }
    return next;
  }

  private static Memory abort(
      Snapshot s, Memory m, Command.Abort a, List<Step.FinishCommand> done, Instant now) {
    boolean running =
        m.updateRevision().isPresent() && !m.updateRevision().equals(m.stableRevision());
    if (!running || s.workloads().isEmpty()) {
      done.add(new Step.FinishCommand(a.name(), true, "no rollout is in progress", now));
      return m;
    }
    String revision = m.updateRevision().get();
    done.add(new Step.FinishCommand(a.name(), false, "taking " + revision + " back", now));
    return m.hasFailed(revision)
        ? m
        : m.failing(new Memory.Failed(revision, "Aborted", "aborted by command " + a.name(), now));
  }

  /** The command's own reconciler says when it is done; here the workloads are marked. */
  private static Memory release(Snapshot s, Memory m, Command.Release r) {
    Memory next = m;
    for (Workload w : s.workloads()) {
      Optional<Entry> e = m.entry(w);
      boolean already =
          e.map(x -> x.state() == Entry.State.RELEASED || x.state() == Entry.State.RELEASING)
              .orElse(false);
      if (r.names(w) && !already) {
        next =
            next.with(
                w.uid(),
                Optional.of(
                    Entry.of(w, Optional.empty(), Entry.State.RELEASING, "")
                        .previous(Optional.of(w.template().revision()).filter(x -> !x.isEmpty()))));
      }
    }
    return next;
  }
}
