package dev.palisade.node.report;

import dev.palisade.node.model.Pod;
import dev.palisade.node.verify.Verdict;

/** A pod in the report. */
public record PodLine(String uid, String namespace, String name, String revision, Verdict verdict) {

  public static PodLine of(Pod pod, Verdict verdict) {
    return new PodLine(pod.uid(), pod.namespace(), pod.name(), pod.revision(), verdict);
  }
}
