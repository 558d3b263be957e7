package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.rollout.Artefact;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.SeccompFile;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Filters in revisions and reports. */
class SeccompFactsTest {
  @Test
  void ofARevisionWhereItHasSome() {
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
              - name: app
                profileName: palisade.a
                seccompProfile: {localhostProfile: palisade/a.json, blob: b, sha256: "22", size: 3}
            """,
            SecurityProfile.class);
    assertThat(RevisionFacts.of(profile).artefacts())
        .extracting(Artefact::seccomp)
        .containsExactly(Optional.empty(), Optional.of(new SeccompFile("palisade/a.json", "22")));
  }

  @Test
  void ofAReport() {
    NodeSecurityState state =
        Serialization.unmarshal(
            """
            kind: NodeSecurityState
            apiVersion: palisade.dev/v1alpha1
            metadata: {name: n1}
            status:
              bootID: b
              helper: {podUID: h}
              appArmor: {capable: true}
              profiles: [{name: palisade.a, sha256: "11", state: Loaded}]
              seccompProfiles:
              - {name: palisade/a.json, sha256: "22", state: Loaded}
              - {name: palisade/b.json, state: Failed, message: no space left}
            """,
            NodeSecurityState.class);
    io.fabric8.kubernetes.api.model.Node node =
        Serialization.unmarshal(
            "kind: Node\napiVersion: v1\nmetadata: {name: n1}",
            io.fabric8.kubernetes.api.model.Node.class);
    Node.Report report =
        NodeFacts.of(node, Optional.empty(), Optional.of(state)).report().orElseThrow();
    assertThat(report.profiles()).containsOnlyKeys("palisade.a");
    assertThat(report.seccompProfiles())
        .isEqualTo(
            Map.of(
                "palisade/a.json", new Node.Loaded("22", "Loaded", ""),
                "palisade/b.json", new Node.Loaded("", "Failed", "no space left")));
  }
}
