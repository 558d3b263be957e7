package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.RuleSet;
import dev.palisade.policy.device.DeviceRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a ClusterSecurityPolicy takes away from every container of a policy, whatever the policy and
 * its mode say. Only profile, filter and device program deny it: the containers' capability sets
 * stay their owners'.
 *
 * @param presets by name, each once
 * @param rules each of which denies
 * @param devices the same, about devices
 */
public record ClusterRules(
    String name,
    List<Preset> presets,
    List<PolicyRule> rules,
    List<DeviceRule> devices,
    List<Capability> denied,
    boolean readOnlySecrets) {
  /** What is said of a rule that comes of one begins so. */
  private static final String ORIGIN = "ClusterSecurityPolicy/";

  public ClusterRules {
    presets = presets.stream().sorted(Comparator.comparing(Preset::name)).toList();
    rules = List.copyOf(rules);
    devices = List.copyOf(devices);
    denied = denied.stream().sorted().toList();
  }

  /** Whether a rule of a profile that is said to come from there comes of the cluster. */
  public static boolean isOrigin(String origin) {
    return origin.startsWith(ORIGIN);
  }

  /** Where in its policy stands what a rule is said to come from. */
  static String place(String origin) {
    return origin.substring(origin.indexOf('/', ORIGIN.length()) + 1);
  }

  /** What a rule of a profile is said to come from, of what stands at a place here. */
  public String origin(String place) {
    return ORIGIN + name + "/" + place;
  }

  /** Those of its rules that no profile holds, of its presets too. */
  Stream<SyscallRule> syscalls() {
    return Stream.concat(
            SyscallRule.among(rules).stream(), presets.stream().flatMap(Preset::syscalls))
        .map(r -> r.from(origin(r.origin())));
  }

  /** Its rules about devices, said to come from it. */
  Stream<DeviceRule> heldDevices() {
    return devices.stream().map(r -> r.from(origin(r.origin())));
  }

  /**
   * What comes of several, in whatever order they are given: rules, then presets, then the rest.
   */
  static List<Profile.Entry> meaning(List<ClusterRules> all) {
    List<ClusterRules> sorted =
        all.stream().sorted(Comparator.comparing(ClusterRules::name)).toList();
    var written = new RuleSet();
    var presets = new RuleSet();
    var rest = new RuleSet();
    for (ClusterRules cluster : sorted) {
      for (PolicyRule rule : cluster.rules) {
        String origin = cluster.origin(rule.place());
        rule.rules(Effect.DENY).forEach(r -> written.add(r, origin));
      }
      for (Preset preset : cluster.presets) {
        preset.meaning(Effect.DENY).forEach(r -> presets.add(r, cluster.origin(preset.origin())));
      }
      for (Capability capability : cluster.denied) {
        rest.add(new Rule.Capable(Effect.DENY, capability), cluster.origin("capabilities"));
      }
      if (cluster.readOnlySecrets) {
        SecretMounts.rules(Effect.DENY)
            .forEach(r -> rest.add(r, cluster.origin(SecretMounts.FIELD)));
      }
    }
    var entries = new ArrayList<>(written.entries());
    entries.addAll(presets.entries());
    entries.addAll(rest.entries());
    return entries;
  }

  /**
   * All of them as one, for the source hash: how the cluster's rules are divided into objects, and
   * what those are called, restarts nothing. Devices are in the policy's table ({@link
   * Policy#deviceTable}).
   */
  static ClusterRules together(List<ClusterRules> all) {
    var presets = new TreeSet<>(Comparator.comparing(Preset::name));
    var rules = new ArrayList<PolicyRule>();
    var denied = new TreeSet<Capability>();
    boolean readOnlySecrets = false;
    for (ClusterRules cluster : all) {
      presets.addAll(cluster.presets);
      rules.addAll(cluster.rules);
      denied.addAll(cluster.denied);
      readOnlySecrets |= cluster.readOnlySecrets;
    }
    return new ClusterRules(
        "", List.copyOf(presets), rules, List.of(), List.copyOf(denied), readOnlySecrets);
  }
}
