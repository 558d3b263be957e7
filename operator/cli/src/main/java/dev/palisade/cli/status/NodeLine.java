package dev.palisade.cli.status;

/**
 * One node, and whether it holds the update revision.
 *
 * @param capable null without a report that counts
 * @param reason why not; null if it does
 */
record NodeLine(String node, Boolean capable, boolean verified, String reason) {
  static NodeLine unknown(String node, String reason) {
    return new NodeLine(node, null, false, reason);
  }
}
