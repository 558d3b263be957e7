package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.cli.Failure;
import dev.palisade.cli.text.Plain;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Follows a RolloutCommand to its end and prints each change on the way. */
final class Following implements ResourceEventHandler<RolloutCommand> {
  private static final Duration TAKEN_UP_WITHIN = Duration.ofSeconds(10);

  private final BlockingQueue<Supplier<RolloutCommand>> states = new LinkedBlockingQueue<>();
  private final String id;
  private final Telling telling;

  private Following(String id, Telling telling) {
    this.id = id;
    this.telling = telling;
  }

  /** Its end: Done, or a failure that says why not. */
  static void toTheEnd(
      KubernetesClient client, RolloutCommand command, Duration timeout, Telling telling)
      throws InterruptedException {
    String namespace = command.getMetadata().getNamespace();
    String name = command.getMetadata().getName();
    Following following = new Following("rolloutcommand " + namespace + "/" + name, telling);
    try (SharedIndexInformer<RolloutCommand> watch =
        client
            .resources(RolloutCommand.class)
            .inNamespace(namespace)
            .withName(name)
            .inform(following)) {
      watch
          .stopped()
          .whenComplete((ignored, why) ->
              following.end(
                  "the watch of %s has ended: %s; it goes on: kubectl get rolloutcommand %s -n %s -w"
                      .formatted(following.id, why, name, namespace)));
      following.follow(
          timeout, "kubectl get rolloutcommand %s -n %s -w".formatted(name, namespace));
    }
  }

  private void follow(Duration timeout, String later) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    long hint = System.nanoTime() + TAKEN_UP_WITHIN.toNanos();
    boolean hinted = false;
    String shown = "";
    while (true) {
      long now = System.nanoTime();
      long until = hinted || !shown.isEmpty() ? end : Math.min(end, hint);
      Supplier<RolloutCommand> next = states.poll(Math.max(0, until - now), TimeUnit.NANOSECONDS);
      if (next == null && System.nanoTime() - end >= 0) {
        throw Failure.negative(
            "%s is not done after %d s; it goes on: %s".formatted(id, timeout.toSeconds(), later));
      }
      if (next == null) {
        hinted = true;
        telling.hint(
            "no operator has taken it up yet; is it running? kubectl get pods -A -l app.kubernetes.io/name=palisade-operator");
        continue;
      }
      RolloutCommand state = next.get();
      String line = Progress.line(state);
      if (!line.isEmpty() && !line.equals(shown)) {
        telling.changed(state);
        shown = line;
      }
      if (Progress.phase(state).equals(Optional.of(CommandPhase.Done))) {
        return;
      }
      if (Progress.phase(state).equals(Optional.of(CommandPhase.Refused))) {
        throw Failure.negative(id + " was refused: " + Plain.line(Progress.message(state)));
      }
    }
  }

  private void end(String why) {
    states.add(() -> {
      throw Failure.negative(why);
    });
  }

  @Override
  public void onAdd(RolloutCommand command) {
    states.add(() -> command);
  }

  @Override
  public void onUpdate(RolloutCommand before, RolloutCommand after) {
    states.add(() -> after);
  }

  @Override
  public void onDelete(RolloutCommand command, boolean finalStateUnknown) {
    end(id + " was deleted before it was done; see kubectl get events, and give it anew");
  }
}
