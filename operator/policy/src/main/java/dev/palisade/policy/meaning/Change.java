package dev.palisade.policy.meaning;

import dev.palisade.policy.apparmor.Profile.Entry;

/**
 * One thing that two profiles answer differently.
 *
 * @param decider the rule that makes the difference: it stands in only one of the two
 * @param isNew whether it stands in the newer one
 * @param what in words, as {@code write /var/log/**}
 * @param witness an access that is answered differently, in the words of a question; empty if there
 *     may be one and the search was given up
 */
public record Change(Kind kind, Entry decider, boolean isNew, String what, String witness) {

  public enum Kind {
    /** What was denied is allowed. */
    WIDER,
    /** What was allowed is denied. */
    NARROWER,
    /** It is allowed, and now reported. */
    REPORTED,
    /** It is allowed, and no longer reported. */
    UNREPORTED
  }
}
