package dev.palisade.controller.effect;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.observe.LeavesBody;
import dev.palisade.observe.Refusals;
import dev.palisade.observe.RemovalPatch;
import dev.palisade.rollout.Probe;
import dev.palisade.rollout.Step;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Server-side apply of our leaves, tried before it is done. */
public final class LeavesWriter {
  /** Answers that say no to this object, as against "not now". */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 422);

  /** Asking again is the next pass's business: a webhook that is down holds no pass up for long. */
  private static final int REPEATS = 2;

  private final KubernetesClient client;
  private final KubernetesClient asking;

  public LeavesWriter(KubernetesClient client) {
    this.client = client;
    this.asking =
        client
            .newClient(
                new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                    .withRequestRetryBackoffLimit(REPEATS)
                    .build())
            .adapt(KubernetesClient.class);
  }

  /**
   * The apply as a dry run, then a dry run of a pod made from its result: Pod Security, quota and
   * webhooks say what they would say to the workload's controller.
   *
   * @throws KubernetesClientException for answers that say nothing about the workload: not granted,
   *     too many requests, no connection
   */
  public Probe probe(Step.Apply step) {
    Deployment result;
    try {
      result = apply(step, Optional.empty(), true, false);
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? Refusals.of(e.getStatus()).orElseThrow(() -> e)
          : refusal(e);
    }
    try {
      asking.resource(pod(result)).dryRun(true).create();
      return new Probe.Accepted();
    } catch (KubernetesClientException e) {
      return refusal(e);
    }
  }

  /**
   * Writes only on what was planned for: an operator that was frozen between plan and apply, and is
   * thawed when another one leads, gets a 409 and takes nothing back.
   *
   * @throws KubernetesClientException 409 when the workload's spec is no longer what was looked at
   */
  public void apply(Step.Apply step) {
    apply(step, Optional.of(unchanged(step.workload())), false, step.takeAgain());
  }

  /**
   * The version to write on. Its status may have moved on: that says nothing about the template.
   */
  private String unchanged(Workload w) {
    Deployment live =
        client.apps().deployments().inNamespace(w.namespace()).withName(w.name()).get();
    if (live == null
        || !live.getMetadata().getUid().equals(w.uid())
        || live.getMetadata().getGeneration() != w.generation()) {
      throw new KubernetesClientException(
          new StatusBuilder()
              .withCode(HttpURLConnection.HTTP_CONFLICT)
              .withReason("Conflict")
              .withMessage(w.id() + " was changed or deleted since it was looked at")
              .build());
    }
    return live.getMetadata().getResourceVersion();
  }

  private Deployment apply(
      Step.Apply step, Optional<String> version, boolean dryRun, boolean force) {
    Optional<String> removal =
        step.leaves().isEmpty() ? RemovalPatch.of(step.workload(), version) : Optional.empty();
    return removal.isPresent()
        ? remove(step.workload(), removal.get(), dryRun)
        : serverSide(step, version, dryRun, force);
  }

  private Deployment serverSide(
      Step.Apply step, Optional<String> version, boolean dryRun, boolean force) {
    Deployment leaves = LeavesBody.of(step.workload(), step.leaves());
    version.ifPresent(leaves.getMetadata()::setResourceVersion);
    var applicable =
        via(dryRun).resource(leaves).dryRun(dryRun).fieldManager(Palisade.FIELD_MANAGER);
    return force ? applicable.forceConflicts().serverSideApply() : applicable.serverSideApply();
  }

  private Deployment remove(Workload w, String patch, boolean dryRun) {
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(Palisade.FIELD_MANAGER)
            .withDryRun(dryRun ? List.of("All") : null)
            .build();
    return via(dryRun)
        .apps()
        .deployments()
        .inNamespace(w.namespace())
        .withName(w.name())
        .patch(context, patch);
  }

  private KubernetesClient via(boolean dryRun) {
    return dryRun ? asking : client;
  }

  private static Pod pod(Deployment d) {
    PodTemplateSpec t = d.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(d.getMetadata().getNamespace())
        .withGenerateName(d.getMetadata().getName() + "-palisade-dry-run-")
        .withLabels(t.getMetadata().getLabels())
        .withAnnotations(t.getMetadata().getAnnotations())
        .endMetadata()
        .withSpec(t.getSpec())
        .build();
  }

  private static Probe refusal(KubernetesClientException e) {
    if (e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
      return new Probe.Unanswered(message(e));
    }
    if (!REFUSALS.contains(e.getCode())) {
      throw e;
    }
    return new Probe.Refused(message(e));
  }

  private static String message(KubernetesClientException e) {
    Status status = e.getStatus();
    return status == null || status.getMessage() == null ? e.getMessage() : status.getMessage();
  }
}
