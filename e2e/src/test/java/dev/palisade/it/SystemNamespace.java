package dev.palisade.it;

import dev.palisade.bed.Clients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** The namespace of operator and helpers: service accounts and rights as the chart gives them. */
public final class SystemNamespace {
  private static final OncePerCluster INSTALLED = new OncePerCluster();

  private SystemNamespace() {}

  /** Applies them, for the first who asks: no case changes them. */
  static void install(KubernetesClient client) {
    INSTALLED.run(client, () -> applyAll(client));
  }

  private static void applyAll(KubernetesClient client) {
    apply(
        client,
        new NamespaceBuilder().withNewMetadata().withName(FakeNode.SYSTEM).endMetadata().build());
    client
        .load(new ByteArrayInputStream(ChartRights.manifests().getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(object -> apply(client, object));
  }

  private static void apply(KubernetesClient client, HasMetadata object) {
    client.resource(object).fieldManager("it").forceConflicts().serverSideApply();
  }

  /** A token of the service account, bound to the pod as the kubelet's are. */
  static Config helper(KubernetesClient client, Pod pod) {
    return token(
        client,
        "palisade-helper",
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(7200L)
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build());
  }

  public static Config operator(KubernetesClient client) {
    return unbound(client, "palisade-operator");
  }

  /**
   * A token of a service account that is bound to no pod, as {@code kubectl create token} gives.
   */
  static Config unbound(KubernetesClient client, String account) {
    return token(
        client,
        account,
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(7200L).endSpec().build());
  }

  /**
   * All rights, in the operator's name: what the guards let nobody else write can be made and
   * cleaned away so, by an administrator too.
   */
  static KubernetesClient inOperatorsName(KubernetesClient client) {
    return Clients.of(
            new ConfigBuilder(client.getConfiguration())
                .withImpersonateUsername(
                    "system:serviceaccount:" + FakeNode.SYSTEM + ":palisade-operator")
                .withImpersonateGroups("system:masters")
                .build())
        .build();
  }

  private static Config token(KubernetesClient client, String account, TokenRequest request) {
    String token =
        client
            .serviceAccounts()
            .inNamespace(FakeNode.SYSTEM)
            .withName(account)
            .tokenRequest(request)
            .getStatus()
            .getToken();
    Config own = client.getConfiguration();
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(own.getMasterUrl())
        .withCaCertData(own.getCaCertData())
        .withCaCertFile(own.getCaCertFile())
        .withOauthToken(token)
        .withAutoConfigure(false)
        .build();
  }
}
