package dev.palisade.controller.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileNamesTest {
  @Test
  void allPlacesOfAPodAreLookedAt() {
    assertThat(
            names(
                """
                metadata:
                  annotations:
                    container.apparmor.security.beta.kubernetes.io/a: localhost/palisade.annotated
                    container.apparmor.security.beta.kubernetes.io/b: runtime/default
                    somewhere.else/a: localhost/palisade.elsewhere
                spec:
                  securityContext:
                    appArmorProfile: {type: Localhost, localhostProfile: palisade.pod}
                    seccompProfile: {type: Localhost, localhostProfile: palisade/pod.json}
                  initContainers:
                  - name: i
                    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.init}}
                  containers:
                  - name: a
                    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.container}}
                  - name: b
                    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.container}}
                  - name: c
                    securityContext: {seccompProfile: {type: Localhost, localhostProfile: palisade/container.json}}
                  - name: d
                  ephemeralContainers:
                  - name: e
                    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.ephemeral}}
                """))
        .containsExactly(
            "palisade.annotated",
            "palisade.container",
            "palisade.ephemeral",
            "palisade.init",
            "palisade.pod",
            "palisade/container.json",
            "palisade/pod.json");
  }

  @Test
  void othersProfilesAreNotOurs() {
    assertThat(
            names(
                """
                metadata: {name: a}
                spec:
                  securityContext: {appArmorProfile: {type: RuntimeDefault}, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: a
                    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: my.palisade.x}, seccompProfile: {type: Localhost, localhostProfile: my/palisade/x.json}}
                """))
        .isEmpty();
    assertThat(ProfileNames.of(null)).isEmpty();
  }

  private static List<String> names(String yaml) {
    Pod pod = Serialization.unmarshal("apiVersion: v1\nkind: Pod\n" + yaml, Pod.class);
    return ProfileNames.of(pod.getSpec(), pod.getMetadata().getAnnotations());
  }
}
