package dev.palisade.controller.effect;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.RolloutCommandStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/**
 * Writes status with the resourceVersion that was read: a second operator, or a slow one, gets a
 * 409 and looks again.
 */
public final class StatusWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  public StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  public SecurityPolicy write(SecurityPolicy policy, SecurityPolicyStatus status) {
    policy.setStatus(status);
    return client.resource(policy).updateStatus();
  }

  /** Nothing is written when it says so already. */
  public <S, T extends CustomResource<?, S>> void writeChange(T object, S status) {
    if (JSON.valueToTree(status).equals(JSON.valueToTree(object.getStatus()))) {
      return;
    }
    object.setStatus(status);
    client.resource(object).updateStatus();
  }

  /** Nothing is written when the command is there already. */
  public void write(RolloutCommand command, CommandPhase phase, String message, Instant now) {
    RolloutCommandStatus status = new RolloutCommandStatus();
    status.phase = phase;
    status.message = message;
    boolean over = phase == CommandPhase.Done || phase == CommandPhase.Refused;
    status.completedAt = over ? now.toString() : null;
    RolloutCommandStatus before = command.getStatus();
    if (before != null && before.phase == phase && message.equals(before.message)) {
      return;
    }
    command.setStatus(status);
    client.resource(command).updateStatus();
  }
}
