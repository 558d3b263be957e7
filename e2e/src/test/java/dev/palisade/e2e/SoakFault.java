package dev.palisade.e2e;

/** What happens to a cluster, whether or not anybody wants it to. */
enum SoakFault {
  POLICY_CHANGED,
  POD_DELETED,
  SCALED,
  PROFILE_REMOVED_BY_HAND,
  API_SERVER_RESTARTED,
  CONTAINERD_RESTARTED,

  /** From here on Palisade's own processes begin anew. */
  HELPER_KILLED,
  OPERATOR_KILLED,
  NODE_REBOOTED;

  boolean leavesProcessesAlone() {
    return compareTo(HELPER_KILLED) < 0;
  }
}
