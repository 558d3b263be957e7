package dev.palisade.node.report;

import dev.palisade.node.model.Pod;
import dev.palisade.node.verify.SecretMounts;
import dev.palisade.node.verify.Verdict;
import java.util.List;

/**
 * A pod in the report.
 *
 * @param secretMounts of containers that were seen and whose rules ask for it
 */
public record PodLine(
    String uid,
    String namespace,
    String name,
    String revision,
    Verdict verdict,
    List<SecretMounts.Line> secretMounts) {
  public PodLine {
    secretMounts = List.copyOf(secretMounts);
  }

  public static PodLine of(Pod pod, Verdict verdict, List<SecretMounts.Line> secretMounts) {
    return new PodLine(
        pod.uid(), pod.namespace(), pod.name(), pod.revision(), verdict, secretMounts);
  }
}
