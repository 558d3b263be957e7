package dev.palisade.observe;

import dev.palisade.api.v1alpha1.CapabilityRules;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec;
import dev.palisade.rollout.Artefact;
import dev.palisade.rollout.CapabilitySet;
import dev.palisade.rollout.Revision;
import dev.palisade.rollout.SeccompFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A SecurityProfile as the planner sees it. */
public final class RevisionFacts {
  private RevisionFacts() {}

  /** A profile that is in the API server, or is about to be ({@code createdAt} then is EPOCH). */
  public static Revision of(SecurityProfile p) {
    Map<String, String> labels = p.getMetadata().getLabels();
    String created = p.getMetadata().getCreationTimestamp();
    return new Revision(
        p.getMetadata().getName(),
        p.getSpec().mode == Mode.Enforce,
        p.getSpec().containers.stream().map(RevisionFacts::artefact).toList(),
        hasDevices(p),
        created == null ? Instant.EPOCH : Instant.parse(created),
        labels != null && Palisade.LOAD_ALL.equals(labels.get(Palisade.LOAD)));
  }

  /** Whether its pods have a device program, by the policy's rules or the cluster's. */
  public static boolean hasDevices(SecurityProfile p) {
    return Stream.concat(
            Stream.ofNullable(p.getSpec().devices),
            Stream.ofNullable(p.getSpec().clusterPolicies)
                .flatMap(List::stream)
                .flatMap(c -> Stream.ofNullable(c.devices)))
        .anyMatch(rules -> !rules.isEmpty());
  }

  private static Artefact artefact(SecurityProfileSpec.ContainerArtefact a) {
    return new Artefact(
        a.name,
        a.profileName,
        a.blobSha256 == null ? "" : a.blobSha256,
        a.blobSha1 == null ? "" : a.blobSha1,
        capabilities(a.capabilities),
        Optional.ofNullable(a.seccompProfile)
            .map(f -> new SeccompFile(f.localhostProfile, f.sha256)),
        a.programs == null ? List.of() : a.programs,
        capabilities(a.effectiveCapabilities));
  }

  private static CapabilitySet capabilities(CapabilityRules c) {
    return c == null
        ? CapabilitySet.NONE
        : new CapabilitySet(c.drop == null ? List.of() : c.drop, c.add == null ? List.of() : c.add);
  }
}
