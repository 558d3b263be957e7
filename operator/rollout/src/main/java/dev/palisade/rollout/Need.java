package dev.palisade.rollout;

import java.util.List;
import java.util.Set;

/**
 * What a revision needs of its nodes. A node that lastingly cannot do it gets a label, and with
 * {@code unsupportedNodes: Avoid} pods of revisions with that need are kept off it.
 */
public enum Need {
  /** AppArmor of kernel and runtime, which every revision needs. */
  APP_ARMOR("palisade.dev/avoid", ""),
  /** Device programs at the cgroups of pods, for revisions with rules about devices. */
  DEVICES("palisade.dev/avoid-devices", "rules about devices: ");

  private final String label;
  private final String subject;

  Need(String label, String subject) {
    this.label = label;
    this.subject = subject;
  }

  /** What a revision needs that has rules about devices, or has none. */
  static Set<Need> of(boolean devices) {
    return devices ? Set.of(values()) : Set.of(APP_ARMOR);
  }

  /** Every set that a revision may need. */
  public static List<Set<Need>> sets() {
    return List.of(of(false), of(true));
  }

  /** The Node label that says {@code true} where it is lastingly not met. */
  public String label() {
    return label;
  }

  /** What a node says of it. */
  public Ability of(Node.Report report) {
    return switch (this) {
      case APP_ARMOR -> report.appArmor();
      case DEVICES -> report.devices();
    };
  }

  /** Why a node does not meet it, for a person. */
  String why(Ability ability) {
    return subject + ability.why();
  }

  /** The same without what is said besides the reason. */
  public String reason(Ability ability) {
    return subject + ability.reason();
  }
}
