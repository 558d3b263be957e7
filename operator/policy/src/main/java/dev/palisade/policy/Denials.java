package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Peer;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.SignalName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells denials the policy's author asked for from those that happen to them. */
public final class Denials {
  private Denials() {}

  /**
   * What a record means under the rules that the profile was made from.
   *
   * @param rules of the container whose profile the record names; of a child, the container's as
   *     they hold for its program
   */
  public static DenialKind classify(DenialRecord record, ContainerRules rules, Mode mode) {
    // Of mode Enforce in both modes: there a denial is one, and an Audit rule is none.
    List<Rule> own = own(rules);
    if (record.type() != DenialRecord.Type.DENIED) {
      boolean denial = mode == Mode.COMPLAIN && saysSo(record, own, Effect.DENY);
      return !denial && saysSo(record, own, Effect.AUDIT)
          ? DenialKind.AUDITED
          : DenialKind.COMPLAIN;
    }
    boolean intended =
        isBetweenPrograms(record, rules)
            || saysSo(record, rules.base().rules(), Effect.DENY)
            || saysSo(record, clusters(rules), Effect.DENY)
            || (mode == Mode.ENFORCE && saysSo(record, own, Effect.DENY));
    return intended ? DenialKind.INTENDED : DenialKind.UNEXPECTED;
  }

  /** No link leads from a program with rules of its own to another name, in both modes. */
  private static boolean isBetweenPrograms(DenialRecord record, ContainerRules rules) {
    return isLink(record)
        && rules.programs().stream()
            .map(p -> Optional.of(p.path()))
            .anyMatch(p -> p.equals(record.field("name")) || p.equals(record.field("target")));
  }

  private static List<Rule> clusters(ContainerRules rules) {
    return rules.clusterMeaning().stream().map(Profile.Entry::rule).toList();
  }

  private static List<Rule> own(ContainerRules rules) {
    var own = new ArrayList<Rule>();
    for (RuleList list : RuleList.values()) {
      own.addAll(rules.said(list));
    }
    own.addAll(rules.saidByPresets());
    rules.capabilities().denied().forEach(c -> own.add(new Rule.Capable(Effect.DENY, c)));
    rules.secretsMeaning(Mode.ENFORCE).forEach(e -> own.add(e.rule()));
    return own;
  }

  private static boolean saysSo(DenialRecord record, List<Rule> rules, Effect effect) {
    return rules.stream().anyMatch(rule -> rule.effect() == effect && isAbout(record, rule));
  }

  private static boolean isAbout(DenialRecord record, Rule rule) {
    return switch (rule) {
      case Rule.Whole w -> w.subject() == Rule.Subject.MOUNT && record.operation().equals("mount");
      case Rule.Capable c ->
          record
              .field("capname")
              .flatMap(Capability::named)
              .filter(c.capability()::equals)
              .isPresent();
      case Rule.Path(Effect e, Glob path, Set<Permission> permissions, Owner owner) ->
          isAboutFile(record) && isOf(owner, record) && isAboutPath(record, path, permissions);
      case Rule.LinkTo(Effect e, Glob target, Owner owner) ->
          isLink(record)
              && isOf(owner, record)
              && record.field("target").filter(target::matches).isPresent();
      case Rule.Network(Effect e, var family, var type) ->
          isWordOf(record.field("family"), family) && isWordOf(record.field("sock_type"), type);
      case Rule.Mount m ->
          isOperation(record, m.operation())
              && m.point()
                  .map(point -> record.field("name").filter(point::matches).isPresent())
                  .orElse(true);
      case Rule.Limit l ->
          record.operation().equals("setrlimit")
              && record.field("rlimit").filter(l.resource().word()::equalsIgnoreCase).isPresent();
      case Rule.Signal s ->
          record.operation().equals("signal")
              && s.ways().stream().anyMatch(way -> isMask(record, way))
              && (s.signals().isEmpty() || s.signals().stream().anyMatch(n -> isSignal(record, n)))
              && isPeer(record, s.peer());
      case Rule.Ptrace p ->
          record.operation().equals("ptrace")
              && p.ways().stream().anyMatch(way -> isMask(record, way))
              && isPeer(record, p.peer());
    };
  }

  /**
   * A link is also refused when its target has fewer permissions than its name would have
   * (security/apparmor/file.c, the subset test): then the rule that took them is the reason.
   */
  private static boolean isAboutPath(DenialRecord record, Glob path, Set<Permission> permissions) {
    Set<Permission> asked = asked(record);
    boolean byName =
        record.field("name").filter(path::matches).isPresent()
            && (permissions.stream().anyMatch(asked::contains)
                || (permissions.contains(Permission.WRITE) && asked.contains(Permission.APPEND)));
    return byName || (isLink(record) && record.field("target").filter(path::matches).isPresent());
  }

  private static Set<Permission> asked(DenialRecord record) {
    String letters = record.mask();
    var asked = EnumSet.noneOf(Permission.class);
    for (int i = 0; i < letters.length(); i++) {
      switch (letters.charAt(i)) {
        case 'r' -> asked.add(Permission.READ);
        case 'w', 'c', 'd' -> asked.add(Permission.WRITE);
        case 'a' -> asked.add(Permission.APPEND);
        case 'k' -> asked.add(Permission.LOCK);
        case 'l' -> asked.add(Permission.LINK);
        case 'm' -> asked.add(Permission.MAP);
        case 'x' -> asked.add(Permission.EXECUTE);
        default -> {
          // Owner marks ("::") and letters of later kernels say nothing about the permission.
        }
      }
    }
    return asked;
  }

  private static boolean isOf(Owner owner, DenialRecord record) {
    return owner == Owner.ANY
        || record
            .field("fsuid")
            .filter(u -> record.field("ouid").equals(Optional.of(u)))
            .isPresent();
  }

  /** The kernel has a rule's words in lower case; without a word the rule is about each. */
  private static boolean isWordOf(Optional<String> seen, Optional<? extends Word> rule) {
    return seen.isPresent() && rule.map(Word::word).map(seen.get()::equalsIgnoreCase).orElse(true);
  }

  private static boolean isOperation(DenialRecord record, Rule.MountOperation operation) {
    return switch (operation) {
      case MOUNT -> record.operation().equals("mount");
      case REMOUNT ->
          record.operation().equals("mount")
              && record.field("flags").filter(f -> f.contains("remount")).isPresent();
      case UNMOUNT -> record.operation().equals("umount");
      case PIVOTROOT -> record.operation().equals("pivotroot");
    };
  }

  private static boolean isMask(DenialRecord record, Word way) {
    return record.mask().equalsIgnoreCase(way.word());
  }

  private static boolean isSignal(DenialRecord record, SignalName signal) {
    return record.field("signal").filter(signal.kernelName()::equals).isPresent();
  }

  private static boolean isPeer(DenialRecord record, Peer peer) {
    return switch (peer) {
      case Peer.Anyone() -> true;
      case Peer.Self() ->
          record
              .field("peer")
              .map(Profile::ofContainer)
              .equals(record.field("profile").map(Profile::ofContainer));
      case Peer.Label(String name) -> record.field("peer").filter(name::equals).isPresent();
    };
  }

  private static boolean isLink(DenialRecord record) {
    return record.operation().equals("link");
  }

  /** Mounts name a path too, and mean something else by it. */
  private static boolean isAboutFile(DenialRecord record) {
    return switch (record.operation()) {
      case "mount", "umount", "pivotroot", "capable", "signal", "ptrace" -> false;
      default -> true;
    };
  }
}
