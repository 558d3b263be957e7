package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operator is stopped after each of its writes in turn and started again: the same end, and no
 * more writes than undisturbed.
 */
class InterruptionTest {

  record Story(String name, List<Consumer<World>> happenings) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Story> stories() {
    return Stream.of(
        new Story("first rollout", List.of(w -> w.workload("a").workload("b"))),
        new Story("two revisions", List.of(w -> w.workload("a"), w -> w.spec("r2"))),
        new Story(
            "failure", List.of(w -> w.workload("a"), w -> w.spec("r2"), w -> crashAll(w, "r2"))),
        new Story("failure of the first", List.of(w -> w.workload("a"), w -> crashAll(w, "r1"))),
        new Story(
            "undone", List.of(w -> w.workload("a"), w -> w.spec("r2"), InterruptionTest::undo)),
        new Story(
            "undone twice",
            List.of(
                w -> w.workload("a"),
                w -> w.spec("r2"),
                InterruptionTest::undo,
                InterruptionTest::undo)),
        new Story(
            "released",
            List.of(
                w -> w.workload("a").workload("b"),
                w -> w.commands.add(new Command.Release("all", true, List.of())))),
        new Story(
            "deleted with Release", List.of(w -> w.workload("a").workload("b"), w -> deleted(w))));
  }

  private static void deleted(World w) {
    w.release = true;
    w.deleting = true;
    w.generation++;
  }

  private static void undo(World w) {
    Leaves old = Assignment.of(Sample.revision("r1"), Sample.template(), false);
    w.put(Edit.of(w.get("a")).undo(java.util.Optional.of(old), "kubectl-rollout").done());
  }

  private static void crashAll(World w, String hash) {
    w.crashing = "shop.web." + hash;
    if (w.memory.stableRevision().equals(java.util.Optional.of(w.crashing))) {
      w.memory = Memory.NONE;
      w.workloads.clear();
      w.pods.clear();
      w.workload("a");
    }
  }

  /** Writes of one run; those of the status can come together or apart. */
  record Writes(int all, int steps) {}

  @ParameterizedTest
  @MethodSource("stories")
  void startedAgainAtOnce(Story story) {
    World undisturbed = new World();
    Writes writes = run(undisturbed, story, -1, false);
    assertThat(writes.steps()).isPositive();
    for (int at = 1; at <= writes.all(); at++) {
      World disturbed = new World();
      Writes again = run(disturbed, story, at, false);
      assertThat(end(disturbed)).as("stopped after write %d", at).isEqualTo(end(undisturbed));
      assertThat(again.all())
          .as("writes when stopped after write %d", at)
          .isLessThanOrEqualTo(writes.all());
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void startedAgainLater(Story story) {
    World undisturbed = new World();
    Writes writes = run(undisturbed, story, -1, true);
    for (int at = 1; at <= writes.all(); at++) {
      World disturbed = new World();
      Writes again = run(disturbed, story, at, true);
      assertThat(end(disturbed)).as("stopped after write %d", at).isEqualTo(end(undisturbed));
      assertThat(again.steps())
          .as("steps when stopped after write %d", at)
          .isLessThanOrEqualTo(writes.steps());
    }
  }

  private static Map<String, String> end(World w) {
    Map<String, String> out = new TreeMap<>();
    w.workloads.values().forEach(x -> out.put(x.name(), x.template().revision()));
    w.revisions.values().forEach(r -> out.put(r.name(), String.valueOf(r.loadAll())));
    w.last.conditions().forEach(c -> out.put(c.type(), c.status() + c.reason()));
    w.memory
        .workloads()
        .values()
        .forEach(e -> out.put("entry " + e.name(), e.state() + " " + e.reverts()));
    out.put("stable", w.memory.stableRevision().toString());
    return out;
  }

  /**
   * The pass that makes write {@code stopAt} ends there; {@code later}: controllers work meanwhile.
   */
  private static Writes run(World w, Story story, int stopAt, boolean later) {
    Writes writes = new Writes(0, 0);
    for (Consumer<World> happening : story.happenings()) {
      happening.accept(w);
      int idle = 0;
      while (idle < 3) {
        Writes before = writes;
        writes = pass(w, writes, stopAt);
        if (writes.all() == stopAt && before.all() != stopAt && !later) {
          writes = pass(w, writes, -1);
        }
        idle = writes.equals(before) ? idle + 1 : 0;
        controllers(w);
        w.after(w.crashing.isEmpty() ? 5 : 300);
        assertThat(writes.all()).as("writes do not end in " + story).isLessThan(200);
      }
    }
    return writes;
  }

  private static Writes pass(World w, Writes before, int stopAt) {
    Plan plan = w.plan();
    int all = before.all();
    int steps = before.steps();
    if (!plan.memory().equals(w.memory)) {
      w.memory = plan.memory();
      if (++all == stopAt) {
        return new Writes(all, steps);
      }
    }
    for (Step step : plan.steps()) {
      w.obey(step);
      steps++;
      if (++all == stopAt) {
        return new Writes(all, steps);
      }
    }
    if (!w.released().isEmpty()) {
      w.commands.clear();
    }
    return new Writes(all, steps);
  }

  private static void controllers(World w) {
    for (Workload x : new ArrayList<>(w.workloads.values())) {
      if (!w.crashing.isEmpty() && x.template().revision().equals(w.crashing)) {
        w.crash(x.name(), "no");
      } else {
        w.settle(x.name());
      }
    }
  }
}
