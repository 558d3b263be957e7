package dev.palisade.node;

import dev.palisade.node.apparmor.Support;
import dev.palisade.node.devices.DevicesSeen;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.report.PodLine;
import dev.palisade.node.report.ProfileLine;
import dev.palisade.node.verify.DroppedCapabilities;
import dev.palisade.node.verify.PodDevices;
import dev.palisade.node.verify.PodVerdict;
import dev.palisade.node.verify.ProofLine;
import dev.palisade.node.verify.SecretMounts;
import dev.palisade.node.verify.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pods in the report, by all that a pass has seen.
 *
 * @param kernel what it can do by itself
 */
record PodLines(
    Support kernel,
    Map<String, Revision> revisions,
    List<ProfileLine> profiles,
    DevicesSeen devices,
    Processes processes) {

  /** Of those that are ours and have not ended. */
  List<PodLine> of(List<Pod> pods) {
    Map<String, String> notVerified = new TreeMap<>();
    for (ProfileLine line : profiles) {
      if (!line.state().equals(ProfileLine.LOADED)) {
        notVerified.put(line.name(), line.message());
      }
    }
    return pods.stream()
        .filter(pod -> !pod.ended())
        .flatMap(pod ->
            PodVerdict.of(pod, revisions, notVerified, processes)
                .map(v -> kernel.readable() ? v : v.unlessEnforced(kernel.reason()))
                .map(v -> line(pod, v))
                .stream())
        .toList();
  }

  private PodLine line(Pod pod, Verdict byProcesses) {
    List<ProofLine> secretMounts = SecretMounts.lines(pod, revisions, processes);
    List<ProofLine> capabilities = DroppedCapabilities.lines(pod, revisions, processes);
    if (PodDevices.asked(pod, revisions).isEmpty()) {
      return PodLine.of(pod, byProcesses, secretMounts, capabilities, Optional.empty());
    }
    Optional<PodDevices> seen = devices.of(pod.uid());
    Verdict verdict = PodDevices.verdict(pod, byProcesses, seen, processes);
    return PodLine.of(pod, verdict, secretMounts, capabilities, seen.flatMap(s -> s.told(verdict)));
  }
}
