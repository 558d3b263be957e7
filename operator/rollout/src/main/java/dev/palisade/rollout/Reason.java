package dev.palisade.rollout;

/** Reasons of conditions. Of several at once the one that comes first here is given. */
public enum Reason {
  COMPILED("Compiled"),
  INVALID("Invalid"),
  UNKNOWN_BASE("UnknownBase"),
  COMPILE_FAILED("CompileFailed"),
  COMPILE_LIMIT("CompileLimit"),
  TOO_LARGE("TooLarge"),

  LOADED("Loaded"),
  LOADING("Loading"),
  NODE_UNVERIFIED("NodeUnverified"),
  NODES_UNSUPPORTED("NodesUnsupported"),
  HELPER_NOT_READY("HelperNotReady"),
  NO_ELIGIBLE_NODE("NoEligibleNode"),

  ROLLING("Rolling"),
  ROLLING_BACK("RollingBack"),
  RELEASING("Releasing"),
  WAITING("Waiting"),
  COMPLETE("Complete"),

  VERIFIED("Verified"),
  NO_MATCHING_WORKLOADS("NoMatchingWorkloads"),
  NOTHING_RUNNING("NothingRunning"),
  NOT_YET("NotYet"),

  ROLLED_BACK("RolledBack"),
  FIELD_CONFLICT("FieldConflict"),
  POLICY_CONFLICT("PolicyConflict"),
  REVERTED("Reverted"),
  UNENFORCED("Unenforced"),
  WEAKENED("Weakened"),
  NOT_ASSIGNABLE("NotAssignable"),
  ADMISSION_REFUSED("AdmissionRefused"),
  UNSUPPORTED("NodesUnsupported"),
  NOT_DEGRADED("AsExpected");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
