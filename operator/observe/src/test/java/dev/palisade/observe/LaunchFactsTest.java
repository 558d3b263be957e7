package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.rollout.Artefact;
import dev.palisade.rollout.Launch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a template and a revision decides whether rules for some programs alone can hold. */
class LaunchFactsTest {
  @Test
  void onlyWhatSaysFalseSetsNoNewPrivileges() {
    assertThat(launch("securityContext: {allowPrivilegeEscalation: false}"))
        .isEqualTo(new Launch(true, Set.of()));
    assertThat(launch("securityContext: {allowPrivilegeEscalation: true}")).isEqualTo(Launch.PLAIN);
    assertThat(launch("securityContext: {runAsNonRoot: true}")).isEqualTo(Launch.PLAIN);
    assertThat(launch("name: a")).isEqualTo(Launch.PLAIN);
  }

  @Test
  void whatTheRuntimeStartsIsInCommandProbesAndHooks() {
    assertThat(
            launch(
                """
                name: a
                command: [/app, serve]
                args: [/argument]
                livenessProbe: {exec: {command: [/live]}}
                readinessProbe: {httpGet: {port: 1}}
                startupProbe: {exec: {command: [/start]}}
                lifecycle: {postStart: {exec: {command: [/post, x]}}, preStop: {sleep: {seconds: 1}}}
                """))
        .isEqualTo(new Launch(false, Set.of("/app", "/live", "/start", "/post")));
  }

  @Test
  void aRevisionHasProgramsWhereItSaysSo() {
    SecurityProfile profile =
        Serialization.unmarshal(
            """
            kind: SecurityProfile
            apiVersion: palisade.dev/v1alpha1
            metadata: {name: shop.web.r1}
            spec:
              mode: Enforce
              containers:
              - {name: _default, profileName: palisade.d}
              - {name: app, profileName: palisade.a, programs: [/usr/bin/psql]}
            """,
            SecurityProfile.class);
    assertThat(RevisionFacts.of(profile).artefacts())
        .extracting(Artefact::programs)
        .containsExactly(List.of(), List.of("/usr/bin/psql"));
  }

  private static Launch launch(String yaml) {
    return LaunchFacts.of(Serialization.unmarshal(yaml, Container.class));
  }
}
