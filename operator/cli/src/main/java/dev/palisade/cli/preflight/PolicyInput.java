package dev.palisade.cli.preflight;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Called;
import dev.palisade.cli.Failure;
import dev.palisade.cli.cluster.Asked;
import dev.palisade.cli.cluster.Where;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** A policy as the operator would see it once it is applied. */
record PolicyInput(SecurityPolicy policy, RevisionPlan plan) {
  private static final int INVALID = 422;
  private static final int BAD_REQUEST = 400;
  private static final String MANAGER = "kubectl-palisade-preflight";

  /** A name has no dot and no slash: the API server refuses both. */
  static boolean isFile(String argument) {
    return argument.equals("-") || argument.contains(".") || argument.contains("/");
  }

  /**
   * A policy of a file, seen through the API server's validation and defaults, with the UID that
   * the stored policy of this name has.
   */
  static PolicyInput ofFile(NamespaceReader reader, String file, SecurityPolicy written) {
    KubernetesClient client = reader.client();
    String namespace = written.getMetadata().getNamespace();
    SecurityPolicy bare = new SecurityPolicy();
    bare.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(written.getMetadata().getName())
            .withLabels(written.getMetadata().getLabels())
            .withAnnotations(written.getMetadata().getAnnotations())
            .build());
    bare.setSpec(written.getSpec());
    Asked asked = Asked.of(client, "patch", "securitypolicies.palisade.dev", Where.in(namespace));
    try {
      // Forced, for a dry run takes nothing from anybody, and who owns the policy's own fields is
      // not the question.
      SecurityPolicy seen =
          client.resource(bare).dryRun().fieldManager(MANAGER).forceConflicts().serverSideApply();
      // A dry run makes up a UID for what is not stored, and the revision's name depends on it.
      seen.getMetadata()
          .setUid(
              reader
                  .policy(seen.getMetadata().getName())
                  .map(p -> p.getMetadata().getUid())
                  .orElse(null));
      return of(reader, file, seen);
    } catch (KubernetesClientException e) {
      if (e.getCode() == INVALID || e.getCode() == BAD_REQUEST) {
        throw Failure.badInput(
            "%s: %s"
                .formatted(
                    file, e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage()));
      }
      throw asked.failure(e);
    }
  }

  static PolicyInput stored(NamespaceReader reader, String name) {
    return of(
        reader,
        "SecurityPolicy " + name,
        reader
            .policy(name)
            .orElseThrow(() ->
                Failure.badInput(
                    "there is no SecurityPolicy %s in namespace %s; name a file (%s.yaml), or see %s status -A"
                        .formatted(name, reader.namespace(), name, Called.as()))));
  }

  private static PolicyInput of(NamespaceReader reader, String where, SecurityPolicy policy) {
    return switch (Revisions.plan(policy, reader.around(policy))) {
      case Planning.Planned(RevisionPlan plan) -> new PolicyInput(policy, plan);
      case Planning.Refused(var reason, var message, var problems) ->
          throw Failure.badInput("%s: %s: %s".formatted(where, reason, message));
    };
  }
}
