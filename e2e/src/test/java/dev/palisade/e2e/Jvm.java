package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The JVM of an operator's or helper's pod, its first container, looked at from its node. */
record Jvm(Bed bed, Pod pod) {
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** The last line of a class histogram: instances, then bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)$");

  /**
   * Ends it at once; the kubelet starts its container again, without an API server.
   *
   * @return whether it ran
   */
  boolean kill() {
    OptionalInt pid = process();
    return pid.isPresent()
        && bed.attempt(
                    ANSWER, "node-shell", pod.getSpec().getNodeName(), "kill -9 " + pid.getAsInt())
                .exitCode()
            == 0;
  }

  /** Its threads stand still until {@link #goOn}; a liveness probe stands that for two minutes. */
  void stop() {
    node("kill -STOP " + pid());
  }

  void goOn() {
    node("kill -CONT " + pid());
  }

  /** Bytes of live objects: SIGQUIT has the JVM collect and print what is left into its log. */
  long liveHeap() {
    node("kill -QUIT " + pid());
    var log =
        bed.client()
            .pods()
            .resource(pod)
            .inContainer(container())
            .sinceSeconds((int) ANSWER.toSeconds());
    Await.until(
        "class histogram of " + pod.getMetadata().getName(),
        ANSWER,
        () -> assertThat(totals(log.getLog())).isNotEmpty());
    return totals(log.getLog()).getLast();
  }

  private static List<Long> totals(String log) {
    return TOTAL.matcher(log).results().map((MatchResult r) -> Long.valueOf(r.group(1))).toList();
  }

  int descriptors() {
    return Integer.parseInt(node("set -- /proc/%d/fd/*; echo $#".formatted(pid())));
  }

  /** Resident memory (VmRSS of proc_pid_status(5)) in bytes. */
  long resident() {
    return Long.parseLong(
            node("grep VmRSS /proc/%d/status".formatted(pid())).replaceAll("[^0-9]", ""))
        * 1024;
  }

  /** Which life of the pod's it is. */
  String life() {
    int restarts =
        pod.getStatus().getContainerStatuses().stream()
            .mapToInt(ContainerStatus::getRestartCount)
            .sum();
    return pod.getMetadata().getName() + "#" + restarts;
  }

  private int pid() {
    return process()
        .orElseThrow(() -> new AssertionError("no process of " + pod.getMetadata().getName()));
  }

  /** What it starts, such as the parser, is younger. */
  private OptionalInt process() {
    return Processes.of(bed, pod).stream()
        .filter(p -> p.container().equals(container()))
        .mapToInt(ConfinedProcess::pid)
        .min();
  }

  private String container() {
    return pod.getSpec().getContainers().getFirst().getName();
  }

  private String node(String command) {
    return bed.run("node-shell", pod.getSpec().getNodeName(), command).strip();
  }
}
