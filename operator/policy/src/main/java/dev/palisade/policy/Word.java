package dev.palisade.policy;

/** A value that the API has a word for. */
public interface Word {
  /** As the API has it. */
  String word();
}
