package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import java.util.List;
import java.util.Set;

/** Tracing processes, and looking into them through {@code /proc}. */
public record PtraceRule(String name, Action action, Set<PtraceWay> access, PeerWord peer)
    implements PolicyRule {
  public PtraceRule {
    access = Set.copyOf(access);
  }

  static PtraceRule read(RuleFields fields) {
    return new PtraceRule(
        fields.name(),
        fields.action(),
        fields.someWords("access", PtraceWay.class, "[Trace], [Read], or what is done to it"),
        fields.wordOr("peer", PeerWord.class, PeerWord.ANYONE));
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return access.stream()
        .<Rule>map(way -> new Rule.Ptrace(effect, List.of(way), peer.peer()))
        .toList();
  }
}
