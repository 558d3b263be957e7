package dev.palisade.rollout;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A container or init container of a pod template.
 *
 * @param capabilities as written in the template, whoever wrote them
 * @param capabilityManagers who owns the two lists
 * @param launch how the runtime starts its processes
 */
public record Container(
    String name,
    boolean init,
    boolean privileged,
    Optional<Leaf> appArmor,
    Optional<Leaf> seccomp,
    CapabilitySet capabilities,
    Set<String> capabilityManagers,
    Launch launch) {
  public Container {
    capabilityManagers = Set.copyOf(capabilityManagers);
  }

  /** The path of a field below this container, as the API server names it in a conflict. */
  public String path(String field) {
    return "spec.template.spec."
        + (init ? "initContainers" : "containers")
        + "[name=\""
        + name
        + "\"].securityContext."
        + field;
  }

  /** Its fields that can name a profile or filter. */
  Stream<Leaf> leaves() {
    return Stream.concat(appArmor.stream(), seccomp.stream());
  }

  /** Whether it names one of ours of its own. */
  public boolean namesOurs() {
    return leaves().anyMatch(Leaf::namesOurs);
  }

  /** Whether the two lists are someone else's, who owns all of them. */
  public boolean othersOwnCapabilities() {
    return capabilityManagers.stream().anyMatch(m -> !m.equals(Leaf.MANAGER))
        || (capabilityManagers.isEmpty() && !capabilities.isEmpty());
  }
}
