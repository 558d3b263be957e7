package dev.palisade.compile;

/** What text is compiled with. All of it is part of every artefact's hash. */
public final class Toolchain {
  /** Its output differs from version to version, so one is pinned: Debian 13's. */
  public static final String PARSER_VERSION = "4.1.0";

  /**
   * The kernel features compiled for: those of the oldest kernel supported. A blob made for them
   * loads on newer kernels; one made for a newer kernel is refused by older ones.
   */
  public static final String FEATURE_SET = "linux-6.1";

  private Toolchain() {}
}
