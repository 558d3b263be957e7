package dev.palisade.node.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The helper's numbers. No label names a profile, a pod or a policy. Written by the loop's thread,
 * read by the one that answers requests.
 */
public final class HelperMetrics {
  private static final double KIB = 1024;

  private final Map<String, Long> done = steps();
  private final Map<String, Long> failed = steps();
  private Map<String, Long> pods = Map.of();
  private Map<String, Long> profiles = Map.of();
  private Map<String, Long> filters = Map.of();
  private Map<String, Long> devices = Map.of();
  private long failedPasses;

  /**
   * What others count.
   *
   * @param denials by kind, since the start
   * @param lost records that the kernel or the socket dropped
   * @param apiFailures requests without an answer, or with one that is no success
   */
  public record Elsewhere(
      String version,
      Map<String, Long> denials,
      long lost,
      long apiFailures,
      Instant lastPass,
      Duration silence) {}

  private static Map<String, Long> steps() {
    Map<String, Long> zero = new TreeMap<>();
    for (String step :
        new String[] {"Attach", "Fetch", "Forget", "Load", "Remove", "Unload", "Write"}) {
      zero.put(step, 0L);
    }
    return zero;
  }

  public synchronized void step(String step, boolean success) {
    (success ? done : failed).merge(step, 1L, Long::sum);
  }

  public synchronized void passFailed() {
    failedPasses++;
  }

  /**
   * The state of one pass, one word each: verdicts of pods, states of profiles and filters, proofs
   * of device programs.
   */
  public synchronized void seen(
      Collection<String> verdicts,
      Collection<String> states,
      Collection<String> filterStates,
      Collection<String> proofs) {
    pods = counted(verdicts);
    profiles = counted(states);
    filters = counted(filterStates);
    devices = counted(proofs);
  }

  private static Map<String, Long> counted(Collection<String> words) {
    return words.stream()
        .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting()));
  }

  /** The whole page. */
  public synchronized String text(Elsewhere other, Instant now, Path proc) {
    Runtime vm = Runtime.getRuntime();
    return new Exposition()
        .gauge(
            "palisade_helper_build_info",
            "The version of the helper, as a label.",
            "version",
            Map.of(other.version(), 1))
        .counter("palisade_helper_steps_total", "Steps that were carried out.", "step", done)
        .counter("palisade_helper_step_failures_total", "Steps that failed.", "step", failed)
        .gauge("palisade_helper_profiles", "Profiles by their state.", "state", profiles)
        .gauge(
            "palisade_helper_seccomp_profiles", "Seccomp filters by their state.", "state", filters)
        .gauge(
            "palisade_helper_device_programs",
            "Pods that are to have a device program, by what was seen of it.",
            "proof",
            devices)
        .gauge("palisade_helper_pods", "Governed pods by their verdict.", "verdict", pods)
        .counter(
            "palisade_helper_denials_total", "Denial records counted.", "kind", other.denials())
        .counter(
            "palisade_helper_denials_lost_total",
            "Records that the kernel or the socket dropped.",
            other.lost())
        .counter(
            "palisade_helper_pass_failures_total", "Passes that ended with an error.", failedPasses)
        .gauge(
            "palisade_helper_last_pass_age_seconds",
            "Since the node was last looked at.",
            Duration.between(other.lastPass(), now).toMillis() / 1000.0)
        .gauge(
            "palisade_helper_watch_silence_seconds",
            "Since something was heard of the watch that has been silent for longest.",
            other.silence().toMillis() / 1000.0)
        .counter(
            "palisade_helper_api_failures_total",
            "Requests to the API server that failed.",
            other.apiFailures())
        .gauge(
            "jvm_memory_used_bytes",
            "Heap in use.",
            "area",
            Map.of("heap", vm.totalMemory() - vm.freeMemory()))
        .gauge("process_resident_memory_bytes", "Resident memory.", resident(proc))
        .text();
  }

  private static double resident(Path proc) {
    try {
      for (String line : Files.readAllLines(proc.resolve("self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIB;
        }
      }
    } catch (IOException e) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
