package dev.palisade.it;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import dev.palisade.faults.FaultProxy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as a process of its own, with leader election, behind a fault proxy of its own. */
final class OperatorProcess implements AutoCloseable {
  private final Process process;
  private final FaultProxy proxy;
  private final Path kubeconfig;

  private OperatorProcess(Process process, FaultProxy proxy, Path kubeconfig) {
    this.process = process;
    this.proxy = proxy;
    this.kubeconfig = kubeconfig;
  }

  /**
   * @param name what it calls itself in the Lease
   */
  static OperatorProcess start(KubernetesClient client, String namespace, String name)
      throws IOException {
    FaultProxy proxy = FaultyRoll.proxy(client);
    Path kubeconfig = Files.createTempFile("operator-" + name, ".conf");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(proxy.url(), SystemNamespace.operator(client).getOauthToken()));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // The operator's own; the tests' would write to the tests' file.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.palisade.controller.OperatorMain"));
    builder
        .environment()
        .putAll(
            Map.of(
                "HOSTNAME",
                name,
                "KUBECONFIG",
                kubeconfig.toString(),
                "PALISADE_NAMESPACE",
                FakeNode.SYSTEM,
                "PALISADE_PARSER",
                Bed.parser(),
                "PALISADE_WATCH_NAMESPACES",
                namespace,
                "PALISADE_HEALTH_PORT",
                "0"));
    File log = Checkout.root().resolve("e2e/target/operator-" + name + ".log").toFile();
    return new OperatorProcess(
        builder.redirectErrorStream(true).redirectOutput(log).start(), proxy, kubeconfig);
  }

  FaultProxy proxy() {
    return proxy;
  }

  boolean alive() {
    return process.isAlive();
  }

  int exitCode(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " did not end in " + limit);
    }
    return process.exitValue();
  }

  /** Stops it as it is, until {@link #thaw}. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill -%s %d: %d".formatted(name, process.pid(), code));
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    proxy.close();
    Files.deleteIfExists(kubeconfig);
  }
}
