package dev.palisade.compile;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.policy.OwnBase;
import dev.palisade.policy.Policy;
import dev.palisade.policy.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a revision that follows from the policy alone.
 *
 * @param uid of the policy object; empty where it has none
 * @param bases of teams, by name: those that its containers may be on
 * @param sourceHash by which an existing revision of the same content is found again
 * @param revision the name of the SecurityProfile
 * @param artefacts {@code _default} first, then the listed containers whose rules differ from it
 * @param warnings worth telling, none of them an error
 */
public record RevisionPlan(
    Policy policy,
    String uid,
    Map<String, OwnBase> bases,
    String sourceHash,
    String revision,
    List<Artefact> artefacts,
    List<Problem> warnings) {
  public RevisionPlan {
    bases = Map.copyOf(bases);
    artefacts = List.copyOf(artefacts);
    warnings = List.copyOf(warnings);
  }

  /**
   * The revision that is there already for the same source, whichever version of Palisade made it:
   * it is used as it is, and an upgrade restarts nothing (I11). Of several the one that the
   * policy's status names, for that is what runs.
   *
   * @param policy what this is the plan of
   * @param existing revisions, also of other policies
   */
  public Optional<SecurityProfile> stored(SecurityPolicy policy, List<SecurityProfile> existing) {
    String running = policy.getStatus() == null ? null : policy.getStatus().updateRevision;
    return existing.stream()
        .filter(this::isOfThisSource)
        .min(
            Comparator.comparing((SecurityProfile p) -> !p.getMetadata().getName().equals(running))
                .thenComparing(p -> p.getMetadata().getName()));
  }

  /** Or of one that comes to the same: what Complain cannot report changes no profile. */
  private boolean isOfThisSource(SecurityProfile profile) {
    Map<String, String> labels = profile.getMetadata().getLabels();
    return labels != null
        && uid.equals(labels.get(Palisade.POLICY_UID))
        && (sourceHash.equals(labels.get(Palisade.SOURCE_HASH))
            || revision.equals(profile.getMetadata().getName()));
  }

  /** The manifest without blobs: what is known without a parser. */
  public SecurityProfile profile() {
    return Manifests.profile(this, List.of());
  }

  /**
   * The manifest as it is stored.
   *
   * @param compiled one for each of {@link #artefacts}, in their order
   */
  public SecurityProfile profile(List<Compilation.Compiled> compiled) {
    if (compiled.size() != artefacts.size()) {
      throw new IllegalArgumentException("a blob is missing");
    }
    return Manifests.profile(this, compiled);
  }

  /**
   * Everything that {@link #profile(List)} names.
   *
   * @param compiled as there
   */
  public List<SecurityProfileBlob> blobs(List<Compilation.Compiled> compiled) {
    var blobs = new ArrayList<SecurityProfileBlob>();
    for (int i = 0; i < artefacts.size(); i++) {
      Artefact artefact = artefacts.get(i);
      blobs.add(Manifests.blob(this, artefact, compiled.get(i)));
      artefact.filter().ifPresent(f -> blobs.add(Manifests.blob(this, f)));
    }
    return List.copyOf(blobs);
  }
}
