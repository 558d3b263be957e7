package dev.palisade.policy.meaning;

import dev.palisade.policy.Capability;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Family;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Peer;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.SignalName;
import dev.palisade.policy.apparmor.SocketType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What two profiles answer differently: not how they are written. A rule that others cover changes
 * nothing, nor does one that is renamed, split or moved.
 */
public final class Changes {
  /** Stands for every peer that no rule names. */
  private static final String ANOTHER = "another.profile";

  private Changes() {}

  public static List<Change> between(Profile before, Profile after) {
    return Stream.concat(
            FileChanges.between(before, after).stream(), ofOthers(before, after).stream())
        .toList();
  }

  /** Those that are not about paths: all of these can be asked one by one. */
  static List<Change> ofOthers(Profile before, Profile after) {
    Set<Rule> old = rules(before).collect(Collectors.toSet());
    Set<Rule> young = rules(after).collect(Collectors.toSet());
    if (old.equals(young)) {
      return List.of();
    }
    Map<Entry, Change> changes = new LinkedHashMap<>();
    questions(before, after)
        .forEach(question -> {
          Optional<Change.Kind> kind =
              Standing.change(standing(before, question), standing(after, question));
          kind.ifPresent(k -> {
            deciders(before, question, k, false, young)
                .forEach(e -> changes.putIfAbsent(e, change(k, e, false, question)));
            deciders(after, question, k, true, old)
                .forEach(e -> changes.putIfAbsent(e, change(k, e, true, question)));
          });
        });
    return together(List.copyOf(changes.values()));
  }

  /** Capabilities are said together: a policy that drops all has a rule for each. */
  private static List<Change> together(List<Change> changes) {
    var rest = new ArrayList<Change>();
    Map<List<Object>, List<Change>> capabilities = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change.decider().rule() instanceof Rule.Capable) {
        capabilities
            .computeIfAbsent(
                List.of(change.kind(), change.isNew(), change.decider().origin()),
                k -> new ArrayList<>())
            .add(change);
      } else {
        rest.add(change);
      }
    }
    capabilities.values().stream().map(Changes::one).forEach(rest::add);
    return rest;
  }

  private static Change one(List<Change> capabilities) {
    Change first = capabilities.getFirst();
    Set<Capability> changed =
        capabilities.stream()
            .map(c -> ((Rule.Capable) c.decider().rule()).capability())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
    return new Change(
        first.kind(), first.decider(), first.isNew(), Wording.of(changed), first.witness());
  }

  private static Change change(Change.Kind kind, Entry decider, boolean isNew, Question witness) {
    return new Change(
        kind, decider, isNew, Wording.of(decider.rule()), String.join(" ", Wording.of(witness)));
  }

  /** Those that say something, can make such a change, and stand on this side only. */
  private static Stream<Entry> deciders(
      Profile profile, Question question, Change.Kind kind, boolean isNew, Set<Rule> otherSide) {
    return profile.entries().stream()
        .filter(e -> !otherSide.contains(e.rule()))
        .filter(e -> Standing.canMake(kind, e.rule().effect(), isNew))
        .filter(e -> About.says(e.rule(), question));
  }

  private static Standing standing(Profile profile, Question question) {
    var effects =
        question instanceof Question.SetLimit
            ? EnumSet.of(Effect.ALLOW)
            : EnumSet.noneOf(Effect.class);
    rules(profile).filter(r -> About.says(r, question)).forEach(r -> effects.add(r.effect()));
    return Standing.of(effects);
  }

  private static Stream<Rule> rules(Profile profile) {
    return profile.entries().stream()
        .map(Entry::rule)
        .filter(r -> !(r instanceof Rule.Path || r instanceof Rule.LinkTo));
  }

  private static Stream<Question> questions(Profile before, Profile after) {
    Set<String> peers = new HashSet<>(Set.of(Profile.SELF, ANOTHER));
    Stream.of(before, after).flatMap(Changes::rules).forEach(r -> peer(r).ifPresent(peers::add));
    return Stream.of(
            Arrays.stream(Capability.values()).map(Question.UseCapability::new),
            Arrays.stream(Family.values())
                .flatMap(f ->
                    Arrays.stream(SocketType.values()).map(t -> new Question.UseNetwork(f, t))),
            peers.stream()
                .sorted()
                .flatMap(peer ->
                    Arrays.stream(SignalWay.values())
                        .flatMap(way ->
                            Arrays.stream(SignalName.values())
                                .map(signal -> new Question.OnSignal(way, signal, peer)))),
            peers.stream()
                .sorted()
                .flatMap(peer ->
                    Arrays.stream(PtraceWay.values())
                        .map(way -> new Question.OnProcess(way, peer))),
            points(before, after)
                .flatMap(point ->
                    Arrays.stream(MountOperation.values())
                        .map(operation -> new Question.OnMount(operation, point))),
            Stream.of(before, after)
                .flatMap(Changes::rules)
                .flatMap(r ->
                    r instanceof Rule.Limit(var resource, long max)
                        ? Stream.of(new Question.SetLimit(resource, max + 1))
                        : Stream.of()))
        .flatMap(s -> s);
  }

  /** A mount point for each set of patterns that one alone, or all together, match. */
  private static Stream<String> points(Profile before, Profile after) {
    List<Glob> patterns =
        Stream.of(before, after)
            .flatMap(Changes::rules)
            .flatMap(r -> r instanceof Rule.Mount m ? m.point().stream() : Stream.of())
            .distinct()
            .toList();
    return Stream.concat(Stream.of("/mnt"), PathSearch.representatives(patterns)).distinct();
  }

  private static Optional<String> peer(Rule rule) {
    Optional<Peer> peer =
        switch (rule) {
          case Rule.Signal s -> Optional.of(s.peer());
          case Rule.Ptrace p -> Optional.of(p.peer());
          default -> Optional.empty();
        };
    return peer.flatMap(
        p -> p instanceof Peer.Label(String name) ? Optional.of(name) : Optional.empty());
  }
}
