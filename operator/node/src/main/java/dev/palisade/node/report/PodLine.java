package dev.palisade.node.report;

import dev.palisade.node.model.Pod;
import dev.palisade.node.verify.PodDevices;
import dev.palisade.node.verify.ProofLine;
import dev.palisade.node.verify.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A pod in the report.
 *
 * @param secretMounts of containers that were seen and whose rules ask for it
 * @param capabilities of containers that were seen and whose rules drop some
 * @param devices where the revision has rules about them
 */
public record PodLine(
    String uid,
    String namespace,
    String name,
    String revision,
    Verdict verdict,
    List<ProofLine> secretMounts,
    List<ProofLine> capabilities,
    Optional<PodDevices.Proof> devices) {
  public PodLine {
    secretMounts = List.copyOf(secretMounts);
    capabilities = List.copyOf(capabilities);
  }

  public static PodLine of(
      Pod pod,
      Verdict verdict,
      List<ProofLine> secretMounts,
      List<ProofLine> capabilities,
      Optional<PodDevices.Proof> devices) {
    return new PodLine(
        pod.uid(),
        pod.namespace(),
        pod.name(),
        pod.revision(),
        verdict,
        secretMounts,
        capabilities,
        devices);
  }
}
