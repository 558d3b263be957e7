package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "NODE_NAME", "n1",
              "POD_NAME", "helper-1",
              "POD_UID", "uid",
              "POD_NAMESPACE", "palisade-system",
              "KUBERNETES_SERVICE_HOST", "fd00::1",
              "KUBERNETES_SERVICE_PORT", "443"));

  @Test
  void whatIsNotSaidIsTheChartsDefault() {
    Settings settings = Settings.of(environment);
    assertThat(settings.denials()).isTrue();
    assertThat(settings.devices()).isFalse();
    assertThat(settings.server()).hasToString("https://[fd00::1]:443");
    assertThat(settings.cgroups()).isEqualTo(Path.of("/host/sys/fs/cgroup"));
    assertThat(settings.bpf()).isEqualTo(Path.of("/host/sys/fs/bpf"));
  }

  @Test
  void devicesAreSwitchedOnByName() {
    environment.put("PALISADE_DEVICES_ENABLED", "true");
    assertThat(Settings.of(environment).devices()).isTrue();
    environment.put("PALISADE_DEVICES_ENABLED", "yes");
    assertThatThrownBy(() -> Settings.of(environment))
        .hasMessage("PALISADE_DEVICES_ENABLED=yes: write true or false");
  }

  @Test
  void whatIsMissingIsNamed() {
    environment.remove("POD_UID");
    assertThatThrownBy(() -> Settings.of(environment)).hasMessageContaining("POD_UID");
  }
}
