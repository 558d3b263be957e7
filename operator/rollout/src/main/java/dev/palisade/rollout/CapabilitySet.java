package dev.palisade.rollout;

import java.util.List;
import java.util.Set;

/** Capability names without {@code CAP_}; {@code ALL} stands for every one. */
public record CapabilitySet(List<String> drop, List<String> add) {
  private static final String ALL = "ALL";
  public static final CapabilitySet NONE = new CapabilitySet(List.of(), List.of());

  public CapabilitySet {
    drop = List.copyOf(drop);
    add = List.copyOf(add);
  }

  public boolean isEmpty() {
    return drop.isEmpty() && add.isEmpty();
  }

  /** Whether a container with {@code this} has no more than {@code wanted} leaves it. */
  public boolean covers(CapabilitySet wanted) {
    boolean dropsEnough =
        drop.contains(ALL) || (!wanted.drop.contains(ALL) && drop.containsAll(wanted.drop));
    return dropsEnough && wanted.permits(add);
  }

  /**
   * What a container asks for by its lists and these deny, by name or as {@code ALL}. A name that
   * stands in both of its lists is dropped (containerd, internal/cri/opts, {@code
   * WithCapabilities}).
   */
  List<String> deniedOf(CapabilitySet asking) {
    List<String> denied =
        asking.add.contains(ALL) ? drop : asking.add.stream().filter(this::denies).toList();
    return denied.stream().filter(name -> !asking.drop.contains(name)).toList();
  }

  private boolean denies(String name) {
    return drop.contains(name) || (drop.contains(ALL) && !add.contains(name));
  }

  private boolean permits(List<String> added) {
    return Set.copyOf(add).containsAll(added)
        || (!drop.contains(ALL) && drop.stream().noneMatch(added::contains));
  }
}
