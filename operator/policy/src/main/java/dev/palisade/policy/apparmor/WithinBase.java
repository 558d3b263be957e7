package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of an allow rule that a base allows anyway: what Audit and Complain report may not be
 * more than that.
 */
public final class WithinBase {
  private WithinBase() {}

  public static Stream<Rule> of(Rule rule, List<Rule> base) {
    List<Rule> allowed = base.stream().filter(r -> r.effect() == Effect.ALLOW).toList();
    return switch (rule) {
      case Rule.Signal s ->
          allowed.stream()
              .filter(Rule.Signal.class::isInstance)
              .flatMap(b -> meet(s, (Rule.Signal) b).stream());
      case Rule.Ptrace p ->
          allowed.stream()
              .filter(Rule.Ptrace.class::isInstance)
              .flatMap(b -> meet(p, (Rule.Ptrace) b).stream());
      case Rule.Mount m -> subject(m.operation()).stream().flatMap(s -> whole(rule, s, allowed));
      case Rule.Limit l -> Stream.empty();
      case Rule.Path p -> whole(rule, Subject.FILE, allowed);
      case Rule.LinkTo l -> whole(rule, Subject.FILE, allowed);
      case Rule.Network n ->
          Stream.concat(
              whole(rule, Subject.NETWORK, allowed),
              allowed.stream()
                  .filter(Rule.Network.class::isInstance)
                  .flatMap(b -> meet(n, (Rule.Network) b).stream()));
      case Rule.Capable c ->
          allowed.contains(new Rule.Capable(Effect.ALLOW, c.capability()))
              ? Stream.of(rule)
              : whole(rule, Subject.CAPABILITY, allowed);
      case Rule.Whole w -> whole(rule, w.subject(), allowed);
    };
  }

  /** No base has a rule about changing the root. */
  private static Optional<Subject> subject(Rule.MountOperation operation) {
    return switch (operation) {
      case MOUNT, REMOUNT -> Optional.of(Subject.MOUNT);
      case UNMOUNT -> Optional.of(Subject.UMOUNT);
      case PIVOTROOT -> Optional.empty();
    };
  }

  private static Stream<Rule> whole(Rule rule, Subject subject, List<Rule> allowed) {
    return allowed.contains(new Rule.Whole(Effect.ALLOW, subject))
        ? Stream.of(rule)
        : Stream.empty();
  }

  private static Optional<Rule> meet(Rule.Network rule, Rule.Network base) {
    return isApart(rule.family(), base.family()) || isApart(rule.type(), base.type())
        ? Optional.empty()
        : Optional.of(
            new Rule.Network(
                rule.effect(), rule.family().or(base::family), rule.type().or(base::type)));
  }

  private static <W> boolean isApart(Optional<W> one, Optional<W> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }

  private static Optional<Rule> meet(Rule.Signal rule, Rule.Signal base) {
    List<Rule.SignalWay> ways = common(rule.ways(), base.ways());
    boolean all = rule.signals().isEmpty() || base.signals().isEmpty();
    List<SignalName> signals =
        rule.signals().isEmpty()
            ? base.signals()
            : base.signals().isEmpty() ? rule.signals() : common(rule.signals(), base.signals());
    return ways.isEmpty() || (!all && signals.isEmpty())
        ? Optional.empty()
        : meet(rule.peer(), base.peer())
            .map(peer -> new Rule.Signal(rule.effect(), ways, signals, peer));
  }

  private static Optional<Rule> meet(Rule.Ptrace rule, Rule.Ptrace base) {
    List<Rule.PtraceWay> ways = common(rule.ways(), base.ways());
    return ways.isEmpty()
        ? Optional.empty()
        : meet(rule.peer(), base.peer()).map(peer -> new Rule.Ptrace(rule.effect(), ways, peer));
  }

  private static Optional<Peer> meet(Peer one, Peer other) {
    return one.covers(other)
        ? Optional.of(other)
        : other.covers(one) ? Optional.of(one) : Optional.empty();
  }

  private static <W> List<W> common(List<W> one, List<W> other) {
    return one.stream().filter(other::contains).toList();
  }
}
