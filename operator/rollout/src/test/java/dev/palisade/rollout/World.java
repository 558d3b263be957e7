package dev.palisade.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A small cluster in memory that obeys a plan's steps, as the controllers of a real one would. */
final class World {
  Instant now = Sample.T0;
  Memory memory = Memory.NONE;
  long generation = 1;
  boolean avoid;
  boolean release;
  boolean deleting;
  int concurrent = 5;
  int history = 10;
  List<String> listed = List.of("app");
  Policy.Compiled compiled;
  final Map<String, Revision> revisions = new TreeMap<>();
  final Map<String, Workload> workloads = new TreeMap<>();
  final Map<String, Node> nodes = new TreeMap<>();
  final Map<String, List<Pod>> pods = new TreeMap<>();
  final Map<Probe.Key, Probe> answers = new HashMap<>();

  /** Containers for which later specs have filters. */
  String[] filtered = {};

  /** Later specs have rules about devices. */
  boolean devices;

  final List<Command> commands = new ArrayList<>();
  Optional<Set<String>> inUse = Optional.empty();
  Plan last;

  /** Pods of this revision crash. */
  String crashing = "";

  World() {
    node("n1");
    spec("r1");
  }

  World spec(String hash) {
    Revision plain = Filters.in(Sample.revision(hash), filtered);
    Revision r = devices ? Devices.in(plain) : plain;
    revisions.putIfAbsent(r.name(), r);
    compiled = new Policy.Compiled.Done(revisions.get(r.name()), List.of());
    generation++;
    nodes.replaceAll((k, n) -> loaded(n));
    return this;
  }

  /** The same spec makes another revision: what the cluster merges into it has changed. */
  World merged(String hash) {
    spec(hash);
    generation--;
    return this;
  }

  World after(long seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  World node(String name) {
    nodes.put(
        name,
        loaded(
            new Node(
                name,
                true,
                false,
                Sample.T0,
                Map.of("kubernetes.io/hostname", name),
                List.of(),
                "boot-" + name,
                Optional.of(new Node.HelperPod("helper-" + name, true)),
                Optional.of(Sample.report(name, true)))));
    return this;
  }

  Node loaded(Node n) {
    Map<String, Node.Loaded> profiles = new TreeMap<>();
    Map<String, Node.Loaded> filters = new TreeMap<>();
    Node.Loaded loaded = new Node.Loaded(Sample.HASH, "Loaded", "");
    revisions.values().stream()
        .flatMap(r -> r.artefacts().stream())
        .forEach(a -> {
          profiles.put(a.profileName(), loaded);
          a.seccomp().ifPresent(f -> filters.put(f.name(), loaded));
        });
    return Sample.with(
        n, n.report().map(r -> Sample.filters(Sample.profiles(r, profiles), filters)));
  }

  World workload(String name) {
    put(
        new Workload(
            "uid-" + name,
            "shop",
            "Deployment",
            name,
            1,
            new Workload.Replicas(1, 2, 2, 2, 2),
            false,
            false,
            false,
            Optional.empty(),
            Sample.T0,
            Sample.template(),
            true,
            List.of(),
            List.of(new Workload.Past("", false, List.of())),
            Optional.empty()));
    settle(name);
    return this;
  }

  Workload get(String name) {
    return workloads.get("uid-" + name);
  }

  void put(Workload w) {
    workloads.put(w.uid(), w);
  }

  /** The Deployment controller and the helpers finish their work on the current template. */
  World settle(String name) {
    Workload w = get(name);
    int n = w.replicas().wanted();
    put(Edit.of(w).replicas(new Workload.Replicas(w.generation(), n, n, n, n)).done());
    List<Pod> fresh = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      fresh.add(Devices.seen(Sample.pod(name, i, w.template().revision()), w, revisions));
    }
    pods.put(w.uid(), fresh);
    return this;
  }

  /** New pods of the current template crash, one old one stays. */
  World crash(String name, String message) {
    Workload w = get(name);
    put(Edit.of(w).replicas(new Workload.Replicas(w.generation(), 2, 3, 1, 2)).done());
    List<Pod> now = new ArrayList<>(pods.get(w.uid()));
    now.removeIf(p -> p.revision().equals(w.template().revision()));
    Pod p = Sample.pod(name, 9, w.template().revision());
    now.add(
        new Pod(
            p.uid(),
            p.name(),
            p.workload(),
            p.node(),
            p.revision(),
            p.phase(),
            false,
            false,
            "",
            Optional.empty(),
            List.of(new Pod.Trouble("app", "CrashLoopBackOff", Optional.of(13), message)),
            p.verdict()));
    pods.put(w.uid(), now);
    return this;
  }

  Snapshot snapshot(Map<Probe.Key, Probe> probes) {
    Policy policy =
        new Policy(
            "shop",
            "web",
            generation,
            listed,
            avoid,
            release,
            history,
            concurrent,
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            deleting,
            false,
            compiled);
    return new Snapshot(
        policy,
        memory,
        List.copyOf(revisions.values()),
        List.copyOf(workloads.values()),
        List.copyOf(nodes.values()),
        pods.values().stream().flatMap(List::stream).toList(),
        commands,
        probes,
        inUse);
  }

  /** Plans and answers probes until none is asked; writes nothing. */
  Plan plan() {
    Map<Probe.Key, Probe> probes = new HashMap<>();
    Plan plan = RolloutPlanner.plan(snapshot(probes), now);
    for (int i = 0; !plan.probes().isEmpty(); i++) {
      if (i > 20) {
        throw new AssertionError("probes never end: " + plan.probes());
      }
      for (Step.Apply ask : plan.probes()) {
        Probe.Key key =
            new Probe.Key(ask.workload().uid(), ask.leaves().map(Leaves::revision).orElse(""));
        probes.put(key, answers.getOrDefault(key, new Probe.Accepted()));
      }
      plan = RolloutPlanner.plan(snapshot(probes), now);
    }
    last = plan;
    return plan;
  }

  /** One whole pass: the memory is written, then every step is obeyed. */
  Plan pass() {
    Plan plan = plan();
    memory = plan.memory();
    plan.steps().forEach(this::obey);
    return plan;
  }

  void obey(Step step) {
    switch (step) {
      case Step.Apply a -> put(Edit.of(get(a.workload().name())).apply(a.leaves()).done());
      case Step.SetLoad l -> {
        Revision r = l.revision();
        revisions.put(
            r.name(),
            new Revision(
                r.name(), r.enforce(), r.artefacts(), r.devices(), r.createdAt(), l.all()));
      }
      case Step.DeleteRevision d -> revisions.remove(d.revision().name());
      case Step.FinishCommand f -> commands.removeIf(c -> c.name().equals(f.command()));
      case Step.SetAvoidLabel l ->
          nodes.computeIfPresent(l.node(), (k, n) -> Sample.labelled(n, l.need(), l.present()));
    }
  }

  List<Step.Apply> applies() {
    return last.steps().stream()
        .flatMap(s -> s instanceof Step.Apply a ? java.util.stream.Stream.of(a) : null)
        .toList();
  }

  Condition condition(String type) {
    return last.conditions().stream().filter(c -> c.type().equals(type)).findFirst().orElseThrow();
  }

  /** Release commands whose workloads all have given back, as their own reconciler would find. */
  List<Command> released() {
    boolean done =
        workloads.values().stream().noneMatch(w -> w.template().carriesOurs() || !w.settled());
    return commands.stream().filter(c -> c instanceof Command.Release && done).toList();
  }

  Reason reason(String type) {
    return condition(type).reason();
  }
}
