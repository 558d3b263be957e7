package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Rule.Capable;
import dev.palisade.policy.apparmor.Rule.Limit;
import dev.palisade.policy.apparmor.Rule.LinkTo;
import dev.palisade.policy.apparmor.Rule.Mount;
import dev.palisade.policy.apparmor.Rule.Network;
import dev.palisade.policy.apparmor.Rule.Path;
import dev.palisade.policy.apparmor.Rule.Ptrace;
import dev.palisade.policy.apparmor.Rule.Signal;
import dev.palisade.policy.apparmor.Rule.Whole;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rule as one line of AppArmor's language. Nothing of a policy gets here but through a {@link
 * Glob}.
 */
final class RuleText {
  private RuleText() {}

  static String of(Rule rule, Surroundings at) {
    return switch (rule) {
      case Whole(Effect effect, Rule.Subject subject) -> effect.prefix() + lower(subject) + ",";
      case Capable(Effect effect, var capability) ->
          effect.prefix() + "capability " + lower(capability) + ",";
      case Path(Effect effect, Glob path, Set<Permission> permissions, Owner owner) ->
          "%s%s\"%s\" %s,"
              .formatted(
                  effect.prefix(),
                  word(owner),
                  path.escaped(),
                  letters(effect, permissions, at.target(path)));
      case LinkTo(Effect effect, Glob target, Owner owner) ->
          "%s%slink %s\"/**\" -> \"%s\","
              .formatted(
                  effect.prefix(),
                  word(owner),
                  effect == Effect.DENY ? "" : "subset ",
                  target.escaped());
      case Network(Effect effect, var family, var type) ->
          effect.prefix() + "network" + word(family) + word(type) + ",";
      case Mount(Effect effect, var operation, var point) ->
          effect.prefix() + mount(operation, point.map(p -> "\"" + p.escaped() + "\"")) + ",";
      case Limit(var resource, long max) -> "set rlimit %s <= %d,".formatted(lower(resource), max);
      case Signal(Effect effect, var ways, var signals, Peer peer) ->
          effect.prefix() + "signal " + list(ways) + set(signals) + peer(peer, at) + ",";
      case Ptrace(Effect effect, var ways, Peer peer) ->
          effect.prefix() + "ptrace " + list(ways) + peer(peer, at) + ",";
    };
  }

  private static String letters(
      Effect effect, Set<Permission> permissions, Optional<String> target) {
    boolean runs = effect != Effect.DENY && permissions.contains(Permission.EXECUTE);
    if (!runs) {
      return letters(permissions);
    }
    var others = EnumSet.copyOf(permissions);
    others.remove(Permission.EXECUTE);
    return target.map(t -> leading(others, t)).orElseGet(() -> letters(others) + "ix");
  }

  /**
   * Execution leads to the profile of the program. The loader gets the environment as it is, as
   * with {@code ix}: what the program was started with is not taken from it. And what may be
   * executed may be mapped, as with {@code ix}, which is said here, for of all rules about a path
   * the one about that path alone decides on both (apparmor_parser 4.1.0).
   */
  private static String leading(Set<Permission> others, String target) {
    var mapped = EnumSet.of(Permission.MAP);
    mapped.addAll(others);
    return letters(mapped) + "px -> \"" + target + "\"";
  }

  private static String letters(Set<Permission> permissions) {
    return permissions.stream()
        .sorted()
        .map(p -> String.valueOf(p.letter()))
        .collect(Collectors.joining());
  }

  private static String peer(Peer peer, Surroundings at) {
    return switch (peer) {
      case Peer.Anyone() -> "";
      case Peer.Self() -> " peer=\"" + at.self() + "\"";
      case Peer.Label(String name) -> " peer=\"" + name + "\"";
    };
  }

  private static String word(Owner owner) {
    return owner == Owner.SELF ? "owner " : "";
  }

  private static String word(Optional<? extends Enum<?>> value) {
    return value.map(v -> " " + lower(v)).orElse("");
  }

  private static String mount(Rule.MountOperation operation, Optional<String> point) {
    return switch (operation) {
      case MOUNT -> "mount" + point.map(p -> " -> " + p).orElse("");
      case REMOUNT -> "remount" + point.map(p -> " " + p).orElse("");
      case UNMOUNT -> "umount" + point.map(p -> " " + p).orElse("");
      case PIVOTROOT -> "pivot_root" + point.map(p -> " " + p).orElse("");
    };
  }

  private static String set(List<SignalName> signals) {
    return signals.isEmpty()
        ? ""
        : signals.stream()
            .map(SignalName::kernelName)
            .collect(Collectors.joining(",", " set=(", ")"));
  }

  private static String list(List<? extends Enum<?>> values) {
    return values.stream().map(RuleText::lower).collect(Collectors.joining(",", "(", ")"));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
