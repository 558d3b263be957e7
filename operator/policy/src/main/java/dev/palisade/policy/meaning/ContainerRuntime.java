package dev.palisade.policy.meaning;

import dev.palisade.policy.Capability;
import dev.palisade.policy.CapabilityRules;
import dev.palisade.policy.Mode;
import java.util.EnumSet;
import java.util.Set;

/** What a container runtime gives to a container that asks for no capability. */
public enum ContainerRuntime {
  CONTAINERD("containerd"),
  CRIO("cri-o");

  /** CRI-O's {@code default_capabilities}. */
  private static final Set<Capability> CRIO_DEFAULT =
      Set.of(
          Capability.CHOWN,
          Capability.DAC_OVERRIDE,
          Capability.FSETID,
          Capability.FOWNER,
          Capability.SETGID,
          Capability.SETUID,
          Capability.SETPCAP,
          Capability.NET_BIND_SERVICE,
          Capability.KILL);

  private final String word;

  ContainerRuntime(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  Set<Capability> given() {
    return switch (this) {
      case CONTAINERD -> Capability.RUNTIME_DEFAULT;
      case CRIO -> CRIO_DEFAULT;
    };
  }

  /**
   * The bounding set of a container whose template asks for nothing itself: what the runtime gives,
   * changed by what the policy writes into its {@code securityContext}; in mode Complain that is
   * nothing.
   */
  Set<Capability> bounding(CapabilityRules rules, Mode mode) {
    var bounding = EnumSet.copyOf(given());
    if (mode == Mode.ENFORCE) {
      if (rules.dropAll()) {
        bounding.clear();
      }
      bounding.removeAll(rules.drop());
      bounding.addAll(rules.add());
    }
    return bounding;
  }
}
