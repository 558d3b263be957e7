package dev.palisade.policy.device;

import dev.palisade.policy.Word;

/** What a rule does with the devices it is about. */
public enum DeviceAction implements Word {
  DENY("Deny"),
  /** One of these, and only what they name is allowed, of both types. */
  ALLOW("Allow");

  private final String word;

  DeviceAction(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
