package dev.palisade.compile;

import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.policy.Policy;
import dev.palisade.policy.Problem;
import java.util.List;

/**
 * Everything about a revision that follows from the policy alone.
 *
 * @param uid of the policy object; empty where it has none
 * @param sourceHash by which an existing revision of the same content is found again
 * @param revision the name of the SecurityProfile
 * @param artefacts {@code _default} first, then the listed containers whose rules differ from it
 * @param warnings worth telling, none of them an error
 */
public record RevisionPlan(
    Policy policy,
    String uid,
    String sourceHash,
    String revision,
    List<Artefact> artefacts,
    List<Problem> warnings) {
  public RevisionPlan {
    artefacts = List.copyOf(artefacts);
    warnings = List.copyOf(warnings);
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

  public SecurityProfileBlob blob(Artefact artefact, Compilation.Compiled compiled) {
    return Manifests.blob(this, artefact, compiled);
  }
}
