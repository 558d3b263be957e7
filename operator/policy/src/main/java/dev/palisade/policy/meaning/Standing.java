package dev.palisade.policy.meaning;

import dev.palisade.policy.apparmor.Effect;
import java.util.Optional;
import java.util.Set;

/** What becomes of an access under the effects of all rules about it. */
enum Standing {
  DENIED,
  ALLOWED,
  REPORTED;

  static Standing of(Set<Effect> effects) {
    if (effects.isEmpty() || effects.contains(Effect.DENY)) {
      return DENIED;
    }
    return effects.contains(Effect.AUDIT) ? REPORTED : ALLOWED;
  }

  static Optional<Change.Kind> change(Standing before, Standing after) {
    if (before == after) {
      return Optional.empty();
    }
    if (before == DENIED) {
      return Optional.of(Change.Kind.WIDER);
    }
    if (after == DENIED) {
      return Optional.of(Change.Kind.NARROWER);
    }
    return Optional.of(after == REPORTED ? Change.Kind.REPORTED : Change.Kind.UNREPORTED);
  }

  /** Whether a rule that stands in only one of two profiles can make such a change. */
  static boolean canMake(Change.Kind kind, Effect effect, boolean isNew) {
    return switch (kind) {
      case WIDER -> isNew == (effect != Effect.DENY);
      case NARROWER -> isNew == (effect == Effect.DENY);
      case REPORTED -> isNew && effect == Effect.AUDIT;
      case UNREPORTED -> !isNew && effect == Effect.AUDIT;
    };
  }
}
