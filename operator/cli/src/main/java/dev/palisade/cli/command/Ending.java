package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutCommand;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Says what was created, and follows it if so wished. */
final class Ending {
  private Ending() {}

  static void of(
      KubernetesClient client, List<RolloutCommand> created, WaitOptions wait, Telling telling)
      throws InterruptedException {
    created.forEach(telling::created);
    if (!wait.noWait) {
      for (RolloutCommand command : created) {
        Following.toTheEnd(client, command, wait.timeout(), telling);
      }
    }
  }
}
