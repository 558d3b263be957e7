package dev.palisade.cli.preflight;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.cli.cluster.Asked;
import dev.palisade.cli.cluster.Where;
import dev.palisade.observe.LeavesBody;
import dev.palisade.observe.PodOfTemplate;
import dev.palisade.observe.Refusals;
import dev.palisade.rollout.Leaves;
import dev.palisade.rollout.Probe;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Asks the API server by dry runs: never forced, nothing stored. */
record Probing(KubernetesClient client) {

  Probe of(Workload w, Leaves leaves) {
    Where where = Where.in(w.namespace());
    Deployment result;
    try {
      result =
          client
              .resource(LeavesBody.of(w, Optional.of(leaves)))
              .dryRun()
              .fieldManager(Palisade.FIELD_MANAGER)
              .serverSideApply();
    } catch (KubernetesClientException e) {
      return refusal(e, Asked.of(client, "patch", "deployments.apps", where));
    }
    try {
      client.resource(PodOfTemplate.of(result)).dryRun().create();
      return new Probe.Accepted();
    } catch (KubernetesClientException e) {
      return refusal(e, Asked.of(client, "create", "pods", where));
    }
  }

  private static Probe refusal(KubernetesClientException e, Asked asked) {
    return Refusals.of(e.getStatus()).orElseThrow(() -> asked.failure(e));
  }
}
