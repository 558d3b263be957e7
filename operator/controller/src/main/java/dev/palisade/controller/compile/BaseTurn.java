package dev.palisade.controller.compile;

import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.Merged;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.compile.Bases;
import dev.palisade.controller.status.Generations;
import dev.palisade.policy.OwnBase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The SecurityBases that a policy is compiled with: as they are now, or, until it is its turn, as
 * they were in its revision.
 *
 * @param bases by name
 * @param taken which generation of each that is
 * @param waits what is not taken yet, in words
 */
public record BaseTurn(Map<String, OwnBase> bases, List<Merged> taken, List<String> waits) {
  public BaseTurn {
    bases = Map.copyOf(bases);
    taken = List.copyOf(taken);
    waits = List.copyOf(waits);
  }

  /**
   * Chooses. A policy that has none of a base yet takes what there is, for nothing of it runs. One
   * that has it of a base that was deleted waits for its turn with the one of that name, unless
   * that says the same.
   *
   * @param all bases there are
   * @param revisions of the policy
   */
  public static BaseTurn of(
      SecurityPolicy policy, Collection<SecurityBase> all, Collection<SecurityProfile> revisions) {
    Map<String, SecurityBase> current = new TreeMap<>();
    all.forEach(base -> current.put(base.getMetadata().getName(), base));
    current.keySet().retainAll(Bases.named(policy));
    Map<String, OwnBase> running = running(policy, revisions);
    var bases = new TreeMap<String, OwnBase>();
    var taken = new ArrayList<Merged>();
    var waits = new ArrayList<String>();
    current.forEach((name, base) -> {
      Optional<Merged> before = before(policy, base);
      OwnBase kept = running.get(name);
      boolean has = before.filter(merged -> Generations.isOf(merged, base)).isPresent();
      if (kept == null || has || Bases.of(base).equals(kept) || isTurn(policy, base)) {
        bases.put(name, Bases.of(base));
        taken.add(Generations.of(base));
      } else {
        bases.put(name, kept);
        taken.add(before.orElseGet(() -> Generations.none(base)));
        waits.add(
            "generation %d of SecurityBase %s waits for its turn; until then this has the rules that its revision has"
                .formatted(base.getMetadata().getGeneration(), name));
      }
    });
    return new BaseTurn(bases, taken, waits);
  }

  private static Map<String, OwnBase> running(
      SecurityPolicy policy, Collection<SecurityProfile> revisions) {
    String name = policy.getStatus() == null ? null : policy.getStatus().updateRevision;
    return revisions.stream()
        .filter(r -> r.getMetadata().getName().equals(name))
        .findFirst()
        .<Map<String, OwnBase>>map(Bases::of)
        .orElse(Map.of());
  }

  private static Optional<Merged> before(SecurityPolicy policy, SecurityBase base) {
    return Generations.named(base, policy, status -> status.bases)
        .filter(merged -> merged.generation != null);
  }

  /** What it says of an earlier generation is nobody's turn with this one. */
  private static boolean isTurn(SecurityPolicy policy, SecurityBase base) {
    return base.getStatus() != null
        && Objects.equals(base.getStatus().observedGeneration, base.getMetadata().getGeneration())
        && base.getStatus().turn != null
        && base.getStatus()
            .turn
            .contains(policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName());
  }
}
