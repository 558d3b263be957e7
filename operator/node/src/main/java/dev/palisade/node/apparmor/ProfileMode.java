package dev.palisade.node.apparmor;

/** A mode that a profile of ours may have. */
public enum ProfileMode {
  ENFORCE("enforce"),

  /** Base Restricted in mode Complain: what nothing allows is allowed and reported. */
  COMPLAIN("complain");

  private final String kernel;

  ProfileMode(String kernel) {
    this.kernel = kernel;
  }

  /** As a SecurityProfile has it, where it is not enforce. */
  public static ProfileMode of(String word) {
    return word.equals("Complain") ? COMPLAIN : ENFORCE;
  }

  /** As profiles and labels of the kernel have it. */
  public String kernel() {
    return kernel;
  }
}
