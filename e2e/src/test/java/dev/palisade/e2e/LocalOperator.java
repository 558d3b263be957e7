package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Clients;
import dev.palisade.controller.PalisadeOperator;
import dev.palisade.controller.Settings;
import dev.palisade.it.SystemNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The operator in this process, with the rights of its account, in the place of the installed one:
 * so that a case can hold it at one of its requests. It is held at its first dry run, which it asks
 * for once the gate is open and before it applies anything.
 */
final class LocalOperator implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Installation installation;
  private final KubernetesClient client;
  private final PalisadeOperator operator;
  private final Hold hold;

  private LocalOperator(Scene scene, Hold hold) {
    this.installation = scene.installation();
    this.hold = hold;
    installation.scaleOperator(0);
    client =
        Clients.of(SystemNamespace.operator(scene.client()))
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("hold", hold))
            .build();
    operator =
        PalisadeOperator.start(
            client, Settings.inProcess(Installation.NAMESPACE, Path.of(Bed.parser())));
  }

  /**
   * Starts it.
   *
   * @param asked at each apply to a Deployment
   */
  static LocalOperator insteadOf(Scene scene, BooleanSupplier asked) {
    return new LocalOperator(scene, new Hold(asked));
  }

  /** Waits until the operator has found every node proven; it waits from then on. */
  void awaitGateOpen() {
    Await.until(
        "the operator asks for a dry run",
        LIMIT,
        () -> assertThat(hold.reached.getCount()).isZero());
  }

  void goOn() {
    hold.released.countDown();
  }

  /** What was the answer at each apply. */
  List<Boolean> applies() {
    return List.copyOf(hold.answers);
  }

  @Override
  public void close() {
    goOn();
    operator.close();
    client.close();
    installation.scaleOperator(1);
  }

  private static final class Hold implements Interceptor {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Boolean> answers = new CopyOnWriteArrayList<>();
    private final BooleanSupplier asked;

    private Hold(BooleanSupplier asked) {
      this.asked = asked;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (!request.method().equals("PATCH") || !request.uri().getPath().contains("/deployments/")) {
        return;
      }
      boolean dry = Optional.ofNullable(request.uri().getQuery()).orElse("").contains("dryRun=All");
      if (!dry) {
        answers.add(asked.getAsBoolean());
        return;
      }
      reached.countDown();
      try {
        if (!released.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          throw new IllegalStateException("held for longer than " + LIMIT);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
