package dev.palisade.controller.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class UnansweredTest {
  @Test
  void saysWhatTheServerSaidOrWhyThereIsNone() {
    assertThat(Unanswered.because(new KubernetesClientException("nodes is forbidden", 403, null)))
        .isEqualTo("nodes is forbidden");
    assertThat(
            Unanswered.because(
                new KubernetesClientException(
                    "An error has occurred.",
                    new IOException(new ConnectException("Connection refused")))))
        .isEqualTo("java.net.ConnectException: Connection refused");
  }
}
