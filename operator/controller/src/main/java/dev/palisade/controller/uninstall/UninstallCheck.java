package dev.palisade.controller.uninstall;

import dev.palisade.controller.helm.HelmRelease;
import dev.palisade.controller.helm.Unanswered;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.util.Map;

/** The chart's pre-delete hook: Helm goes on when it ends with 0. It only reads. */
public final class UninstallCheck {
  /** Argument that has the operator's image run this in place of the operator. */
  public static final String ARGUMENT = "check-uninstall";

  private static final int FREE = 0;
  private static final int REFUSED = 1;

  private UninstallCheck() {}

  /** As a program: the cluster is the one it runs in. */
  public static int run(Map<String, String> env, PrintStream out) {
    HelmRelease release = HelmRelease.fromEnvironment(env);
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      return run(client, release, out);
    }
  }

  /**
   * What the cluster's objects say. Not knowing is a refusal too.
   *
   * @return exit code: 0 nothing stands in the way, 1 something does, and it was printed
   */
  public static int run(KubernetesClient client, HelmRelease release, PrintStream out) {
    try {
      StillUsed used = StillUsed.of(Holders.read(client), Holders.pinned(client));
      out.print(
          used.isEmpty()
              ? "Nothing names a profile of Palisade any more.\n"
              : Refusal.of(used, release));
      return used.isEmpty() ? FREE : REFUSED;
    } catch (KubernetesClientException e) {
      out.print(
          "Palisade is not uninstalled: whether something still names its profiles could not be asked: "
              + Unanswered.because(e)
              + "\n"
              + Refusal.waysOn(release));
      return REFUSED;
    }
  }
}
