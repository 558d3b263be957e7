package dev.palisade.compile;

/** Why there is no revision: reasons of condition {@code Compiled=False}, by their names. */
public enum Reason {
  /** The policy contradicts itself or names what does not exist. */
  Invalid,
  /** A container's base is not in the base library. */
  UnknownBase,
  /** The parser refused the text, or is not the pinned one. */
  CompileFailed,
  /** The parser needed more time or memory than it may have. */
  CompileLimit,
  /**
   * The compiled profile is larger than an object of the API server, or the kernel's format, holds.
   */
  TooLarge
}
