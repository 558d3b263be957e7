package dev.palisade.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** The pod that admission is asked about, by a dry run. */
public final class PodOfTemplate {
  private static final int LONGEST_NAME = 253;
  private static final String SUFFIX = "-palisade-dry-run";

  private PodOfTemplate() {}

  /**
   * A pod of the Deployment's template. Its name is fixed: a refusal repeats it, and a message that
   * differs at each try would be news at each try.
   */
  public static Pod of(Deployment deployment) {
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    String name = deployment.getMetadata().getName();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(deployment.getMetadata().getNamespace())
        .withName(
            name.substring(0, Math.min(name.length(), LONGEST_NAME - SUFFIX.length())) + SUFFIX)
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(template.getMetadata().getAnnotations())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }
}
