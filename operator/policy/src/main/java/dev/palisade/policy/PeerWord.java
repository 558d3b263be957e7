package dev.palisade.policy;

import dev.palisade.policy.apparmor.Peer;

/**
 * Whom a rule about processes can name. Other containers cannot be named: their profiles' names are
 * made from what is in them. They need not be: no base allows anything with them.
 */
public enum PeerWord implements Word {
  ANYONE("Anyone"),
  /** Processes of the same container. */
  SELF("Self");

  private final String word;

  PeerWord(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  public Peer peer() {
    return this == SELF ? new Peer.Self() : new Peer.Anyone();
  }
}
