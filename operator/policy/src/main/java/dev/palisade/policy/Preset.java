package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules under a name, all of which deny.
 *
 * @param version changes with every change of the rules
 * @param purpose what a process may not do, to be read after "may not"; empty where a stored
 *     revision is read
 * @param lines the rules as the library has them, and as a revision keeps them
 * @param rules the same, read
 * @param denied capabilities, which only the profile denies: the container's sets stay its owner's
 */
public record Preset(
    String name,
    String version,
    String purpose,
    List<String> lines,
    List<PolicyRule> rules,
    List<Capability> denied) {
  /** Where they stand in a container, and the beginning of their rules' names. */
  public static final String LIST = "presets";

  public Preset {
    lines = List.copyOf(lines);
    rules = List.copyOf(rules);
    denied = List.copyOf(denied);
  }

  /** The same in the kernel's terms, each rule about one thing. */
  List<Rule> meaning(Effect effect) {
    return Stream.concat(
            rules.stream().flatMap(r -> r.rules(effect).stream()),
            denied.stream().map(c -> new Rule.Capable(effect, c)))
        .toList();
  }

  /** Those of its rules that no profile holds. */
  Stream<SyscallRule> syscalls() {
    return SyscallRule.among(rules).stream().map(r -> r.from(origin()));
  }

  /** What a rule of a profile that comes of this preset is said to come from. */
  public String origin() {
    return LIST + "/" + name;
  }

  /**
   * Whether a rule of a profile that is said to come from there comes of presets, of the policy or
   * of the cluster.
   */
  public static boolean isOrigin(String origin) {
    return origin.startsWith(LIST + "/")
        || (ClusterRules.isOrigin(origin) && ClusterRules.place(origin).startsWith(LIST + "/"));
  }
}
