package dev.palisade.controller.installation;

import dev.palisade.controller.helm.HelmRelease;
import dev.palisade.controller.helm.Unanswered;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/**
 * The chart's test: whether operator, CRDs and the helper of each node are at work. It only reads.
 */
public final class InstallationCheck {
  /** Argument that has the operator's image run this in place of the operator. */
  public static final String ARGUMENT = "check-installation";

  /** A new installation starts first; Helm waits 5 minutes. */
  private static final Duration STARTING = Duration.ofMinutes(3);

  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final int WORKS = 0;
  private static final int BROKEN = 1;

  private InstallationCheck() {}

  /** As a program: the cluster is the one it runs in. */
  public static int run(Map<String, String> env, PrintStream out) throws InterruptedException {
    HelmRelease release = HelmRelease.fromEnvironment(env);
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      return run(client, release, STARTING, out);
    }
  }

  /**
   * Looks until all is well, or for so long.
   *
   * @return exit code: 0 it works, 1 something is wrong, and it was printed
   */
  public static int run(
      KubernetesClient client, HelmRelease release, Duration starting, PrintStream out)
      throws InterruptedException {
    long end = System.nanoTime() + starting.toNanos();
    Diagnosis diagnosis = look(client, release);
    while (!diagnosis.works() && System.nanoTime() - end < 0) {
      Thread.sleep(AGAIN);
      diagnosis = look(client, release);
    }
    out.print(diagnosis.text());
    return diagnosis.works() ? WORKS : BROKEN;
  }

  private static Diagnosis look(KubernetesClient client, HelmRelease release) {
    try {
      return Diagnosis.of(Seen.of(client, release.namespace()), release);
    } catch (KubernetesClientException e) {
      return Diagnosis.unanswered(Unanswered.because(e));
    }
  }
}
