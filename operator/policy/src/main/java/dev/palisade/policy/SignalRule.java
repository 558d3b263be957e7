package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.SignalName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sending signals and receiving them.
 *
 * @param signals empty for all
 */
public record SignalRule(
    String name, Action action, Set<SignalWay> access, Set<SignalName> signals, PeerWord peer)
    implements PolicyRule {
  public SignalRule {
    access = Set.copyOf(access);
    signals = Set.copyOf(signals);
  }

  static SignalRule read(RuleFields fields) {
    var rule =
        new SignalRule(
            fields.name(),
            fields.action(),
            fields.someWords("access", SignalWay.class, "[Send], [Receive] or both"),
            fields.allOrWords("signals", SignalName.class),
            fields.wordOr("peer", PeerWord.class, PeerWord.ANYONE));
    if (rule.action == Action.DENY
        && rule.access.contains(SignalWay.RECEIVE)
        && rule.peer != PeerWord.SELF) {
      fields.error(
          "peer",
          "a container that cannot receive signals from its runtime can never be ended; write peer: Self, or access: [Send]");
    }
    return rule;
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return access.stream()
        .flatMap(
            way -> sets().<Rule>map(set -> new Rule.Signal(effect, List.of(way), set, peer.peer())))
        .toList();
  }

  private Stream<List<SignalName>> sets() {
    return signals.isEmpty() ? Stream.of(List.of()) : signals.stream().map(List::of);
  }
}
