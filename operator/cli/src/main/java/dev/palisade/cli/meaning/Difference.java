package dev.palisade.cli.meaning;

import dev.palisade.compile.Artefact;
import dev.palisade.compile.FilterFile;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Draft;
import dev.palisade.policy.Mode;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.meaning.Change;
import dev.palisade.policy.meaning.Changes;
import dev.palisade.policy.meaning.DeviceChanges;
import dev.palisade.policy.meaning.DeviceMeaning;
import dev.palisade.policy.meaning.RuleChange;
import dev.palisade.policy.meaning.SyscallChanges;
import dev.palisade.policy.meaning.SyscallMeaning;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the newer of two policies means differently, as documents have it.
 *
 * @param newPods whether the pods are replaced: the revision is another one
 * @param pod what holds for all containers of it together: devices
 * @param containers of both, {@code _default} first
 */
record Difference(
    String namespace, String name, boolean newPods, Pod pod, List<Container> containers) {
  Difference {
    containers = List.copyOf(containers);
  }

  /** The pod as a whole. */
  record Pod(List<Line> wider, List<Line> narrower) {
    Pod {
      wider = List.copyOf(wider);
      narrower = List.copyOf(narrower);
    }
  }

  /**
   * One container.
   *
   * @param otherProfile whether its profile or its seccomp filter has another name
   */
  record Container(
      String name,
      boolean otherProfile,
      List<Line> wider,
      List<Line> narrower,
      List<Line> reported,
      List<Line> unreported) {
    Container {
      wider = List.copyOf(wider);
      narrower = List.copyOf(narrower);
      reported = List.copyOf(reported);
      unreported = List.copyOf(unreported);
    }
  }

  /**
   * One change.
   *
   * @param rule that makes it
   * @param program that it is for alone, beside what changes for every process; absent for that
   * @param of {@code old} or {@code new}: where that rule stands
   * @param example in the words of {@code can-i}; absent if the search for one was given up
   */
  record Line(String program, String what, String rule, String of, String example) {}

  /** Those of two files, as one document. */
  record All(List<Difference> policies, List<String> onlyInOld, List<String> onlyInNew) {
    All {
      policies = List.copyOf(policies);
      onlyInOld = List.copyOf(onlyInOld);
      onlyInNew = List.copyOf(onlyInNew);
    }
  }

  boolean isWider() {
    return !pod.wider().isEmpty() || containers.stream().anyMatch(c -> !c.wider().isEmpty());
  }

  static Difference between(RevisionPlan before, RevisionPlan after) {
    List<String> names =
        Stream.of(before, after)
            .flatMap(p -> p.policy().containers().stream())
            .map(ContainerRules::name)
            .distinct()
            .toList();
    boolean renamed =
        !before.policy().name().equals(after.policy().name())
            || !before.policy().namespace().equals(after.policy().namespace());
    return new Difference(
        after.policy().namespace(),
        after.policy().name(),
        renamed || !before.sourceHash().equals(after.sourceHash()),
        pod(before, after),
        Stream.concat(Stream.of(Draft.Container.DEFAULT), names.stream())
            .map(c -> container(c, before, after))
            .toList());
  }

  private static Pod pod(RevisionPlan before, RevisionPlan after) {
    Map<Change.Kind, List<Line>> changes = new EnumMap<>(Change.Kind.class);
    DeviceChanges.between(DeviceMeaning.of(before.policy()), DeviceMeaning.of(after.policy()))
        .forEach(c -> add(changes, c.kind(), line(c)));
    return new Pod(
        changes.getOrDefault(Change.Kind.WIDER, List.of()),
        changes.getOrDefault(Change.Kind.NARROWER, List.of()));
  }

  private static Container container(String name, RevisionPlan before, RevisionPlan after) {
    ContainerRules old = before.policy().of(name);
    ContainerRules young = after.policy().of(name);
    boolean complained = old.complains(before.policy().mode());
    boolean complains = young.complains(after.policy().mode());
    Map<Change.Kind, List<Line>> changes = new EnumMap<>(Change.Kind.class);
    List<Change> forAll = Changes.between(profile(old, before), profile(young, after));
    forAll.forEach(c -> add(changes, c.kind(), line(null, c, old, young)));
    var programs = new TreeSet<>(old.programs());
    programs.addAll(young.programs());
    for (Program program : programs) {
      Changes.between(profile(old.of(program), before), profile(young.of(program), after)).stream()
          .filter(c -> !forAll.contains(c))
          .forEach(c -> add(changes, c.kind(), line(program.written(), c, old, young)));
    }
    SyscallChanges.between(
            SyscallMeaning.of(before.policy(), old), SyscallMeaning.of(after.policy(), young))
        .forEach(c -> add(changes, c.kind(), line(c)));
    return new Container(
        name,
        !names(artefact(name, before)).equals(names(artefact(name, after))),
        withMode(!complained && complains, changes.getOrDefault(Change.Kind.WIDER, List.of())),
        withMode(complained && !complains, changes.getOrDefault(Change.Kind.NARROWER, List.of())),
        changes.getOrDefault(Change.Kind.REPORTED, List.of()),
        changes.getOrDefault(Change.Kind.UNREPORTED, List.of()));
  }

  /** A profile that complains allows what no rule does: from or to one is a change of its own. */
  private static List<Line> withMode(boolean changed, List<Line> others) {
    Stream<Line> mode =
        changed
            ? Stream.of(new Line(null, "do what no rule allows", "mode", "new", "write /"))
            : Stream.of();
    return Stream.concat(mode, others.stream()).toList();
  }

  /** What a profile that complains would deny is compared as if it did. */
  private static Profile profile(ContainerRules rules, RevisionPlan plan) {
    Mode mode = plan.policy().mode();
    return ProfileTree.of(rules, rules.complains(mode) ? Mode.ENFORCE : mode);
  }

  private static Line line(
      String program, Change change, ContainerRules old, ContainerRules young) {
    String origin = change.decider().origin();
    String base = (change.isNew() ? young : old).base().name();
    return line(
        program, change.what(), origin.isEmpty() ? base : origin, change.isNew(), change.witness());
  }

  private static Line line(RuleChange change) {
    return line(null, change.what(), change.rule(), change.isNew(), change.witness());
  }

  private static Line line(
      String program, String what, String rule, boolean isNew, String witness) {
    return new Line(program, what, rule, isNew ? "new" : "old", witness.isEmpty() ? null : witness);
  }

  private static void add(Map<Change.Kind, List<Line>> changes, Change.Kind kind, Line line) {
    changes.computeIfAbsent(kind, k -> new ArrayList<>()).add(line);
  }

  /** Of the profile, and of the filter where there is one. */
  private static List<String> names(Artefact artefact) {
    return Stream.concat(
            Stream.of(artefact.profileName()),
            artefact.filter().stream().map(FilterFile::localhostProfile))
        .toList();
  }

  private static Artefact artefact(String container, RevisionPlan plan) {
    return plan.artefacts().stream()
        .filter(a -> a.container().equals(container))
        .findFirst()
        .orElse(plan.artefacts().getFirst());
  }

  /** By namespace and name; where there is one in each file, these are the two. */
  static All of(List<RevisionPlan> before, List<RevisionPlan> after) {
    if (before.size() == 1 && after.size() == 1) {
      return new All(List.of(between(before.getFirst(), after.getFirst())), List.of(), List.of());
    }
    Map<String, RevisionPlan> old =
        before.stream().collect(Collectors.toMap(Difference::name, p -> p, (a, b) -> b));
    Map<String, RevisionPlan> young =
        after.stream().collect(Collectors.toMap(Difference::name, p -> p, (a, b) -> b));
    var differences = new ArrayList<Difference>();
    after.stream()
        .filter(p -> old.containsKey(name(p)))
        .forEach(p -> differences.add(between(old.get(name(p)), p)));
    return new All(
        differences,
        old.keySet().stream().filter(n -> !young.containsKey(n)).sorted().toList(),
        young.keySet().stream().filter(n -> !old.containsKey(n)).sorted().toList());
  }

  private static String name(RevisionPlan plan) {
    return plan.policy().namespace() + "/" + plan.policy().name();
  }
}
