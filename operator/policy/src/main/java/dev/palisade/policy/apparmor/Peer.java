package dev.palisade.policy.apparmor;

/** The other side of a signal or ptrace rule. */
public sealed interface Peer {
  default boolean covers(Peer other) {
    return this instanceof Anyone || equals(other);
  }

  record Anyone() implements Peer {}

  /** The profile the rule stands in. */
  record Self() implements Peer {}

  record Label(String name) implements Peer {
    public Label {
      if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]*")) {
        throw new IllegalArgumentException("not a plain profile name: " + Quoted.of(name));
      }
    }
  }
}
