package dev.palisade.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A SecurityProfile.
 *
 * @param name {@code <namespace>.<policy>.<hash>}
 * @param devices it has rules about devices
 * @param loadAll its label {@code palisade.dev/load} is {@code All}
 */
public record Revision(
    String name,
    boolean enforce,
    List<Artefact> artefacts,
    boolean devices,
    Instant createdAt,
    boolean loadAll) {
  public Revision {
    artefacts = List.copyOf(artefacts);
  }

  /** What it needs of every node where its pods may land. */
  public Set<Need> needs() {
    return Need.of(devices);
  }

  public Artefact podLevel() {
    return artefacts.stream()
        .filter(Artefact::isPodLevel)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " has no pod-level profile"));
  }

  /** The container's own, or the pod level's where it has none. */
  Artefact of(Container c) {
    return artefacts.stream()
        .filter(a -> a.container().equals(c.name()))
        .findFirst()
        .orElseGet(this::podLevel);
  }

  /** The policy a revision name belongs to; neither a namespace nor a policy name has a dot. */
  public static String policyOf(String revision) {
    String[] parts = revision.split("\\.", -1);
    return parts.length == 3 ? parts[1] : "";
  }
}
