package dev.palisade.node.report;

import dev.palisade.node.model.Pod;
import dev.palisade.node.verify.PodDevices;
import dev.palisade.node.verify.SecretMounts;
import dev.palisade.node.verify.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A pod in the report.
 *
 * @param secretMounts of containers that were seen and whose rules ask for it
 * @param devices where the revision has rules about them
 */
public record PodLine(
    String uid,
    String namespace,
    String name,
    String revision,
    Verdict verdict,
    List<SecretMounts.Line> secretMounts,
    Optional<PodDevices.Proof> devices) {
  public PodLine {
    secretMounts = List.copyOf(secretMounts);
  }

  public static PodLine of(
      Pod pod,
      Verdict verdict,
      List<SecretMounts.Line> secretMounts,
      Optional<PodDevices.Proof> devices) {
    return new PodLine(
        pod.uid(), pod.namespace(), pod.name(), pod.revision(), verdict, secretMounts, devices);
  }
}
