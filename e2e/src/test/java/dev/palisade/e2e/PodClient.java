package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.e2e.load.HttpRequest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo's load generator: a pod that asks the Service, a new connection each, none repeated. */
final class PodClient {
  /** More would take the processor of emulated nodes from the pods that answer. */
  private static final String PER_SECOND = "4";

  private static final Pattern REPORT = Pattern.compile("sent (\\d+), .*failed (\\d+), .*");
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final URI report;

  private PodClient(URI report) {
    this.report = report;
  }

  static PodClient start(Scene scene) {
    Pod pod = scene.only("demo/load.yaml", Pod.class);
    pod.getSpec().getContainers().getFirst().getEnv().stream()
        .filter(e -> e.getName().equals("LOAD_PER_SECOND"))
        .forEach(e -> e.setValue(PER_SECOND));
    scene.client().resource(pod).create();
    Pod ready =
        scene
            .client()
            .resource(pod)
            .waitUntilCondition(
                p -> p != null && Readiness.isPodReady(p) && p.getStatus().getPodIP() != null,
                2,
                TimeUnit.MINUTES);
    return new PodClient(scene.forward(ready.getStatus().getPodIP(), 8080).resolve("/load"));
  }

  void assertNoRequestFailed() {
    try {
      String text = new HttpRequest(report, ANSWER).send().body().strip();
      Matcher counts = REPORT.matcher(text);
      assertThat(counts.matches()).as("the report '%s'", text).isTrue();
      assertThat(Integer.parseInt(counts.group(1))).as("requests of the pod").isPositive();
      assertThat(counts.group(2)).as("failed, of '%s'", text).isEqualTo("0");
    } catch (IOException e) {
      throw new UncheckedIOException(report.toString(), e);
    }
  }
}
