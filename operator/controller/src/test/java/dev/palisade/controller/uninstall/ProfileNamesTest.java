package dev.palisade.controller.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"containers", "initContainers", "ephemeralContainers"})
  void aPrivilegedContainerLeavesTheRevisionAlone(String list) {
    assertThat(
            names(
                """
                metadata: {annotations: {palisade.dev/revision: shop.web.r1}}
                spec:
                  securityContext: {appArmorProfile: {type: Unconfined}}
                  %s:
                  - {name: a}
                  - {name: b, securityContext: {privileged: true}}
                """
                    .formatted(list)))
        .containsExactly("revision shop.web.r1");
  }

  /** Nor one beside a profile, which says enough. */
  @Test
  void aRevisionAloneIsNothingWithoutOne() {
    assertThat(
            names(
                """
                metadata: {annotations: {palisade.dev/revision: shop.web.r1}}
                spec: {containers: [{name: a, securityContext: {privileged: false}}]}
                """))
        .isEmpty();
    assertThat(
            names(
                """
                metadata: {annotations: {palisade.dev/revision: shop.web.r1}}
                spec:
                  securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.pod}}
                  containers: [{name: a, securityContext: {privileged: true}}]
                """))
        .containsExactly("palisade.pod");
    assertThat(
            names(
                """
                metadata: {name: a}
                spec: {containers: [{name: a, securityContext: {privileged: true}}]}
                """))
        .isEmpty();
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
