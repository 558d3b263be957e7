package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.RolloutCommandStatus;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code release}, {@code retry} and {@code abort} make RolloutCommands and follow them. */
@OnBed(Nodes.NONE)
class CliReleaseIT {
  private final KubernetesClient client;
  private final Bed bed;
  private CliScene scene;

  CliReleaseIT(Bed bed) {
    this.bed = bed;
    this.client = bed.client();
  }

  @BeforeEach
  void open() {
    scene = CliScene.open(client);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void releaseOfNamedWorkloads() {
    scene.deployment("cart", "{}", "{}", "");
    CliRun run = CliRun.of(bed, "release", scene.namespace() + "/deployment/cart", "--no-wait");
    assertThat(run.exitCode()).isZero();
    RolloutCommand command = only();
    assertThat(run.out())
        .containsExactly(
            "created rolloutcommand %s/%s"
                .formatted(scene.namespace(), command.getMetadata().getName()));
    assertThat(command.getMetadata().getName()).startsWith("release-");
    assertThat(command.getSpec().action).isEqualTo(RolloutAction.Release);
    assertThat(command.getSpec().all).isNull();
    assertThat(command.getSpec().workloads)
        .singleElement()
        .satisfies(w -> {
          assertThat(w.kind).isEqualTo("Deployment");
          assertThat(w.name).isEqualTo("cart");
        });
  }

  @Test
  void releaseOfAll() {
    CliRun run = CliRun.of(bed, "release", "--all", "-n", scene.namespace(), "--no-wait");
    assertThat(run.exitCode()).isZero();
    assertThat(only().getSpec().all).isTrue();
    assertThat(only().getSpec().workloads).isNull();
  }

  @Test
  void oneWorkloadThatIsNotThereAndNoCommandIsMade() {
    scene.deployment("cart", "{}", "{}", "");
    CliRun run = CliRun.of(bed, "release", "deploy/cart", "deploy/none", "-n", scene.namespace());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "error: there is no %1$s/Deployment/none; kubectl get deployments -n %1$s lists them"
                .formatted(scene.namespace()));
    assertThat(commands()).isEmpty();
  }

  @Test
  void followsToDone() throws Exception {
    try (var _ = answering(CommandPhase.Running, "1 of 2 released")) {
      CliRun run =
          CliRun.of(
              line -> {
                if (line.endsWith("Running: 1 of 2 released")) {
                  answer(only(), CommandPhase.Done, "2 released");
                }
              },
              bed,
              "release",
              "--all",
              "-n",
              scene.namespace());
      assertThat(run.out()).hasSize(3).endsWith("Running: 1 of 2 released", "Done: 2 released");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void aRefusalIsTheAnswerNo() throws Exception {
    try (var _ = answering(CommandPhase.Refused, "nothing carries our fields")) {
      CliRun run = CliRun.of(bed, "release", "--all", "-n", scene.namespace());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .containsExactly(
              "error: rolloutcommand %s/%s was refused: nothing carries our fields"
                  .formatted(scene.namespace(), only().getMetadata().getName()));
    }
  }

  @Test
  void notDoneInTime() {
    CliRun run = CliRun.of(bed, "release", "--all", "-n", scene.namespace(), "--timeout", "1");
    assertThat(run.exitCode()).isEqualTo(1);
    String name = only().getMetadata().getName();
    assertThat(run.err())
        .containsExactly(
            "error: rolloutcommand %1$s/%2$s is not done after 1 s; it goes on: kubectl get rolloutcommand %2$s -n %1$s -w"
                .formatted(scene.namespace(), name));
  }

  @Test
  void retryIsAboutAPolicyThatIsThere() {
    CliRun run = CliRun.of(bed, "retry", "web", "-n", scene.namespace(), "--no-wait");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "error: there is no SecurityPolicy web in namespace %s; kubectl palisade status -A lists them all"
                .formatted(scene.namespace()));
    assertThat(commands()).isEmpty();
  }

  /** Stands for the operator: takes up each new command with this phase and message. */
  private AutoCloseable answering(CommandPhase phase, String message) {
    return client
        .resources(RolloutCommand.class)
        .inNamespace(scene.namespace())
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, RolloutCommand command) {
                if (action == Action.ADDED) {
                  answer(command, phase, message);
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new IllegalStateException(cause);
              }
            });
  }

  private void answer(RolloutCommand command, CommandPhase phase, String message) {
    client
        .resource(command)
        .editStatus(c -> {
          c.setStatus(new RolloutCommandStatus());
          c.getStatus().phase = phase;
          c.getStatus().message = message;
          return c;
        });
  }

  private List<RolloutCommand> commands() {
    return client.resources(RolloutCommand.class).inNamespace(scene.namespace()).list().getItems();
  }

  private RolloutCommand only() {
    assertThat(commands()).hasSize(1);
    return commands().get(0);
  }
}
