package dev.palisade.node.proc;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One look at all processes.
 *
 * @param uptime seconds since boot at the beginning of the look
 * @param byContainer by container id
 * @param labels every label seen, of host processes too
 */
public record Processes(
    double uptime, Map<String, List<ContainerProcess>> byContainer, Set<Label> labels) {

  public static final Processes NONE = new Processes(0, Map.of(), Set.of());

  public List<ContainerProcess> in(String containerId) {
    return containerId.isEmpty() ? List.of() : byContainer.getOrDefault(containerId, List.of());
  }

  public boolean names(String profile) {
    return labels.stream().anyMatch(label -> label.names(profile));
  }
}
