package dev.palisade.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class AskedTest {
  private static final Asked POLICIES =
      new Asked("https://10.0.0.1:6443", "list", "securitypolicies.palisade.dev", Where.in("shop"));

  @Test
  void notReached() {
    var e = new KubernetesClientException("failed", new ConnectException("Connection refused"));
    assertThat(POLICIES.explain(e))
        .isEqualTo(
            "cannot reach the cluster at https://10.0.0.1:6443: ConnectException: Connection refused;"
                + " is it up, and is this the right --context or --kubeconfig?");
  }

  @Test
  void notAllowed() {
    assertThat(POLICIES.explain(of(403, "User \"dev\" cannot list resource \"securitypolicies\"")))
        .isEqualTo(
            "not allowed to list securitypolicies.palisade.dev in namespace shop (User \"dev\" cannot list"
                + " resource \"securitypolicies\"); ask for a role that grants this, and check with:"
                + " kubectl auth can-i list securitypolicies.palisade.dev -n shop");
  }

  @Test
  void withoutTheKinds() {
    assertThat(POLICIES.explain(of(404, "404 page not found")))
        .isEqualTo(
            "https://10.0.0.1:6443 does not know securitypolicies.palisade.dev: Palisade's CRDs are not"
                + " installed there; install the chart palisade (helm install), or kubectl apply -f crds/");
  }

  @Test
  void credentialsRefused() {
    assertThat(POLICIES.explain(of(401, "Unauthorized")))
        .isEqualTo(
            "https://10.0.0.1:6443 does not accept these credentials; log in again, or choose another"
                + " --context");
  }

  private static KubernetesClientException of(int code, String message) {
    Status status = new StatusBuilder().withCode(code).withMessage(message).build();
    return new KubernetesClientException("PATCH at: https://…", code, status);
  }
}
