package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Revisions, blobs and commands say one thing for ever. */
@OnBed(Nodes.NONE)
class ImmutableSpecIT {
  private static final String PROFILE =
      """
      apiVersion: palisade.dev/v1alpha1
      kind: SecurityProfile
      metadata: {name: it.immutable.aaaaaaaaaa, labels: {palisade.dev/load: All}}
      spec:
        policy: {namespace: it, name: immutable, uid: "1"}
        mode: Enforce
        parserVersion: 4.1.0
        featureSet: linux-6.1
        abi: "3.0"
        containers:
        - {name: _default, base: RuntimeDefault, profileName: palisade.it.immutable._default.a, artefactHash: "00"}
      """;
  private static final String BLOB =
      """
      apiVersion: palisade.dev/v1alpha1
      kind: SecurityProfileBlob
      metadata: {name: immutable}
      spec: {profileName: palisade.it.immutable._default.a, sha256: "00", size: 1, encoding: gzip, data: AA==}
      """;
  private static final String COMMAND =
      """
      apiVersion: palisade.dev/v1alpha1
      kind: RolloutCommand
      metadata: {name: immutable, namespace: default}
      spec: {action: Retry, policyName: checkout}
      """;

  @BeforeAll
  static void crds(KubernetesClient client) {
    Crds.install(client);
  }

  @Test
  void specOfARevisionIsRefusedToChange(KubernetesClient client) {
    assertThat(refusal(client, PROFILE, "{\"spec\":{\"mode\":\"Complain\"}}"))
        .isEqualTo(
            "SecurityProfile.palisade.dev \"it.immutable.aaaaaaaaaa\" is invalid: spec: Invalid value: a SecurityProfile"
                + " is immutable: change the SecurityPolicy, which makes a new revision");
  }

  @Test
  void loadLabelOfARevisionChanges(KubernetesClient client) {
    assertThat(
            refusal(
                client,
                PROFILE,
                "{\"metadata\":{\"labels\":{\"palisade.dev/load\":\"OnDemand\"}}}"))
        .isNull();
  }

  @Test
  void specOfABlobIsRefusedToChange(KubernetesClient client) {
    assertThat(refusal(client, BLOB, "{\"spec\":{\"data\":\"AAA=\"}}"))
        .isEqualTo(
            "SecurityProfileBlob.palisade.dev \"immutable\" is invalid: spec: Invalid value: a SecurityProfileBlob is"
                + " immutable");
  }

  @Test
  void specOfACommandIsRefusedToChange(KubernetesClient client) {
    assertThat(refusal(client, COMMAND, "{\"spec\":{\"action\":\"Abort\"}}"))
        .isEqualTo(
            "RolloutCommand.palisade.dev \"immutable\" is invalid: spec: Invalid value: a RolloutCommand is immutable:"
                + " create another one");
  }

  /** The answer to a merge patch of the object, null when it is accepted. */
  private static String refusal(KubernetesClient admin, String manifest, String patch) {
    try (KubernetesClient client = SystemNamespace.inOperatorsName(admin)) {
      return refusalOf(client, manifest, patch);
    }
  }

  private static String refusalOf(KubernetesClient client, String manifest, String patch) {
    var object =
        client.resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class));
    object.create();
    try {
      KubernetesClientException refusal =
          catchThrowableOfType(
              KubernetesClientException.class,
              () -> object.patch(PatchContext.of(PatchType.JSON_MERGE), patch));
      return refusal == null ? null : refusal.getStatus().getMessage();
    } finally {
      object.delete();
    }
  }
}
