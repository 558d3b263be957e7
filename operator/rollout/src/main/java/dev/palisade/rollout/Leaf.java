package dev.palisade.rollout;

import java.util.List;
import java.util.Set;

/**
 * A field of a pod template and who owns it.
 *
 * @param type of the AppArmor or seccomp profile ({@code Localhost}, {@code RuntimeDefault}, {@code
 *     Unconfined})
 * @param profile localhostProfile, empty unless Localhost
 * @param managers field managers that own it
 */
public record Leaf(String type, String profile, Set<String> managers) {
  /** Every kernel name of ours starts so; no other tool's does. */
  public static final String OUR_PREFIX = "palisade.";

  /** Every seccomp filter of ours is in this directory below the kubelet's. */
  public static final String OUR_FILTERS = "palisade/";

  public static final String MANAGER = "palisade";

  public Leaf {
    managers = Set.copyOf(managers);
  }

  public boolean namesOurs() {
    return type.equals("Localhost") && isOurs(profile);
  }

  /** Whether this is the name of a profile or filter of ours. */
  public static boolean isOurs(String name) {
    return name.startsWith(OUR_PREFIX) || name.startsWith(OUR_FILTERS);
  }

  public boolean ownedByUs() {
    return managers.contains(MANAGER);
  }

  /**
   * Who can give the field back. What another applier takes by force we own still where the two
   * values agree (as {@code type}); that is no use to a reader who looks for the other.
   */
  public String managerNames() {
    List<String> others = managers.stream().filter(m -> !m.equals(MANAGER)).sorted().toList();
    if (!others.isEmpty()) {
      return String.join(", ", others);
    }
    return ownedByUs() ? MANAGER : "its creator";
  }
}
