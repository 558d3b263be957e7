package dev.palisade.it;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How many Deployments rolled at a time, by their own versions and not by what the operator says.
 */
final class InFlight {
  private InFlight() {}

  /**
   * The most at any one time; a Deployment counts from its apply until its own controller is done.
   */
  static int most(List<Deployment> versions) {
    Map<String, Boolean> rolling = new HashMap<>();
    int most = 0;
    for (Deployment version : versions) {
      rolling.put(version.getMetadata().getName(), governed(version) && !settled(version));
      most = Math.max(most, (int) rolling.values().stream().filter(r -> r).count());
    }
    return most;
  }

  private static boolean governed(Deployment version) {
    return Live.templateRevision(version) != null;
  }

  private static boolean settled(Deployment version) {
    DeploymentStatus status = version.getStatus();
    Integer wanted = version.getSpec().getReplicas();
    return Objects.equals(status.getObservedGeneration(), version.getMetadata().getGeneration())
        && Objects.equals(status.getUpdatedReplicas(), wanted)
        && Objects.equals(status.getReplicas(), wanted)
        && Objects.equals(status.getAvailableReplicas(), wanted);
  }
}
