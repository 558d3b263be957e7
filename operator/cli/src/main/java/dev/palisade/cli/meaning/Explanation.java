package dev.palisade.cli.meaning;

import dev.palisade.compile.Artefact;
import dev.palisade.compile.FilterFile;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.policy.Action;
import dev.palisade.policy.Capability;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Draft;
import dev.palisade.policy.Library;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Preset;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.RuleList;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.meaning.DeviceMeaning;
import dev.palisade.policy.meaning.Wording;
import dev.palisade.policy.seccomp.SeccompBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What each container of a policy may not do, as documents have it.
 *
 * @param pod what holds for all containers alike: devices
 * @param containers those with a profile of their own, {@code _default} first
 */
record Explanation(
    String namespace,
    String name,
    String mode,
    String revision,
    Pod pod,
    List<Container> containers) {
  Explanation {
    containers = List.copyOf(containers);
  }

  /** The pod as a whole; without rules if nothing holds for it. */
  record Pod(List<Line> rules) {
    Pod {
      rules = List.copyOf(rules);
    }
  }

  /**
   * One profile.
   *
   * @param seccompProfile the name of the filter's file; absent where there is none
   * @param covers listed containers that have {@code _default}'s profile
   */
  record Container(
      String name,
      String profile,
      String seccompProfile,
      String base,
      String baseVersion,
      List<String> covers,
      List<Line> rules) {
    Container {
      covers = List.copyOf(covers);
      rules = List.copyOf(rules);
    }
  }

  /**
   * One thing.
   *
   * @param program that it is for alone; absent where it is for every process
   * @param rule of the policy; of the base its name; {@code minimum}, of devices that every
   *     container has
   * @param may {@code may not}, or {@code may, reported}
   */
  record Line(String program, String rule, String may, String what) {
    Line(String rule, String may, String what) {
      this(null, rule, may, what);
    }
  }

  /** Those of a file, as one document. */
  record All(List<Explanation> policies) {
    All {
      policies = List.copyOf(policies);
    }
  }

  static Explanation of(RevisionPlan plan, boolean withBase) {
    return new Explanation(
        plan.policy().namespace(),
        plan.policy().name(),
        plan.policy().mode().word(),
        plan.revision(),
        new Pod(devices(DeviceMeaning.of(plan.policy())).toList()),
        plan.artefacts().stream().map(a -> container(plan, a, withBase)).toList());
  }

  private static Container container(RevisionPlan plan, Artefact artefact, boolean withBase) {
    ContainerRules rules = artefact.rules();
    List<String> own = plan.artefacts().stream().map(Artefact::container).toList();
    List<String> shared =
        rules.name().equals(Draft.Container.DEFAULT)
            ? plan.policy().containers().stream()
                .map(ContainerRules::name)
                .filter(c -> !own.contains(c))
                .toList()
            : List.of();
    return new Container(
        rules.name(),
        artefact.profileName(),
        artefact.filter().map(FilterFile::localhostProfile).orElse(null),
        rules.base().name(),
        rules.base().version(),
        shared,
        Stream.of(
                lines(plan, rules, withBase).stream(),
                rules.programs().stream().flatMap(p -> lines(plan, rules, p)),
                artefact.filter().isPresent() ? syscalls(plan, rules, withBase) : Stream.<Line>of())
            .flatMap(lines -> lines)
            .toList());
  }

  /** What holds for one program beside what holds for every process. */
  private static Stream<Line> lines(RevisionPlan plan, ContainerRules rules, Program program) {
    return rules.ownEntries(program, plan.policy().mode()).stream()
        .filter(e -> isSaid(e.rule()))
        .map(e ->
            new Line(program.written(), e.origin(), may(e.rule().effect()), Wording.of(e.rule())));
  }

  private static Stream<Line> devices(DeviceMeaning meaning) {
    Stream<Line> idle =
        meaning.isIdle()
            ? Stream.of(
                new Line(
                    "mode",
                    may(Effect.ALLOW),
                    "use any device%s: rules about devices are not held in mode Complain"
                        .formatted(
                            meaning.rules().isEmpty() ? "" : " that the cluster does not deny")))
            : Stream.of();
    if (meaning.rules().isEmpty()) {
      return idle;
    }
    Stream<Line> said =
        meaning.rules().stream()
            .map(r -> {
              Effect effect = r.action() == DeviceAction.DENY ? Effect.DENY : Effect.ALLOW;
              return new Line(r.origin(), may(effect), Wording.of(r));
            });
    Stream<Line> rest =
        meaning.isListed()
            ? Stream.of(new Line(DeviceRule.LIST, may(Effect.DENY), DeviceMeaning.rest()))
            : Stream.of();
    Stream<Line> minimum =
        Stream.of(new Line(DeviceMeaning.MINIMUM, may(Effect.ALLOW), DeviceMeaning.minimum()));
    return Stream.of(idle, said, rest, minimum).flatMap(s -> s);
  }

  /**
   * A filter is the default list less what rules take away. Those of presets are said with the rest
   * of these.
   */
  private static Stream<Line> syscalls(
      RevisionPlan plan, ContainerRules rules, boolean withPresets) {
    Mode mode = plan.policy().mode();
    SeccompBase base = Library.SYSCALLS.runtimeDefault();
    Stream<Line> list =
        Stream.of(
            new Line(
                base.name(),
                may(Effect.DENY),
                "call what is not on the default list of " + base.version()));
    Stream<Line> said =
        rules.syscalls().stream()
            .filter(r -> withPresets || !Preset.isOrigin(r.origin()))
            .map(r ->
                new Line(
                    r.origin(),
                    may(ContainerRules.effect(r.action(), r.isHeld(mode) ? Mode.ENFORCE : mode)),
                    Wording.of(r)));
    Stream<Line> rest =
        rules.syscalls().stream().anyMatch(r -> r.action() == Action.ALLOW)
            ? Stream.of(
                new Line(
                    RuleList.SYSCALLS.word(),
                    may(ContainerRules.effect(Action.DENY, mode)),
                    "call anything else of it, but what a runtime needs to start a container"))
            : Stream.of();
    return Stream.of(list, said, rest).flatMap(s -> s);
  }

  private static List<Line> lines(RevisionPlan plan, ContainerRules rules, boolean withBase) {
    List<Profile.Entry> entries = ProfileTree.of(rules, plan.policy().mode()).entries();
    var lines = new ArrayList<Line>();
    for (Profile.Entry entry : entries) {
      boolean ofBase = entry.origin().isEmpty();
      boolean shown =
          ofBase
              ? withBase && entry.rule().effect() == Effect.DENY
              : isSaid(entry.rule()) && (withBase || !isOfPreset(entry));
      if (shown) {
        lines.add(
            new Line(
                ofBase ? rules.base().name() : entry.origin(),
                may(entry.rule().effect()),
                Wording.of(entry.rule())));
      }
    }
    capabilities(entries.stream().filter(e -> withBase || !isOfPreset(e))).forEach(lines::add);
    if (!withBase) {
      Effect effect = ContainerRules.effect(Action.DENY, plan.policy().mode());
      rules.presets().forEach(p -> lines.add(new Line(p.origin(), may(effect), p.purpose())));
      for (ClusterRules cluster : rules.cluster()) {
        cluster
            .presets()
            .forEach(p ->
                lines.add(new Line(cluster.origin(p.origin()), may(Effect.DENY), p.purpose())));
      }
    }
    return lines;
  }

  /** That no link leads to a path goes without saying, and capabilities are said together. */
  private static boolean isSaid(Rule rule) {
    return !(rule instanceof Rule.LinkTo || rule instanceof Rule.Capable);
  }

  private static boolean isOfPreset(Profile.Entry entry) {
    return Preset.isOrigin(entry.origin());
  }

  private static Stream<Line> capabilities(Stream<Profile.Entry> entries) {
    Map<Said, Set<Capability>> said = new LinkedHashMap<>();
    entries
        .filter(e -> !e.origin().isEmpty())
        .forEach(e -> {
          if (e.rule() instanceof Rule.Capable(Effect effect, Capability capability)) {
            said.computeIfAbsent(new Said(e.origin(), effect), k -> new HashSet<>())
                .add(capability);
          }
        });
    return said.entrySet().stream()
        .map(
            e -> new Line(e.getKey().origin(), may(e.getKey().effect()), Wording.of(e.getValue())));
  }

  private record Said(String origin, Effect effect) {}

  private static String may(Effect effect) {
    return switch (effect) {
      case DENY -> "may not";
      case AUDIT -> "may, reported";
      case ALLOW -> "may";
    };
  }
}
