package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.bed.Clients;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.controller.watch.WatchCare;
import dev.palisade.faults.FreezingRelay;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A connection to the API server that is lost without being closed. */
@OnBed(Nodes.NONE)
class DeadConnectionIT {
  private static final int TIMEOUT_MILLIS = 2_000;

  @Test
  void theOperatorsClientConnectsAgain(KubernetesClient admin) throws IOException {
    try (FreezingRelay relay = relay(admin);
        WatchCare care = WatchCare.connect(by(relay, admin))) {
      assertThat(care.client().getKubernetesVersion()).isNotNull();
      relay.freeze();
      assertThat(care.client().getKubernetesVersion()).as("tried again, elsewhere").isNotNull();
      assertThat(care.client().getKubernetesVersion()).isNotNull();
    }
  }

  /** So that it is known when the client need not be tuned for it any more. */
  @Test
  void byHttp2ItGoesOnToAskTheDeadOne(KubernetesClient admin) throws IOException {
    try (FreezingRelay relay = relay(admin);
        KubernetesClient client =
            Clients.of(new ConfigBuilder(by(relay, admin)).withHttp2Disable(false).build())
                .build()) {
      assertThat(client.getKubernetesVersion()).isNotNull();
      relay.freeze();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(client::getKubernetesVersion)
            .isInstanceOf(KubernetesClientException.class);
      }
    }
  }

  private static FreezingRelay relay(KubernetesClient admin) throws IOException {
    return FreezingRelay.to(URI.create(admin.getConfiguration().getMasterUrl()).getPort());
  }

  private static Config by(FreezingRelay relay, KubernetesClient admin) {
    return new ConfigBuilder(admin.getConfiguration())
        .withMasterUrl("https://127.0.0.1:" + relay.port() + "/")
        .withRequestTimeout(TIMEOUT_MILLIS)
        .withRequestRetryBackoffLimit(2)
        .build();
  }
}
