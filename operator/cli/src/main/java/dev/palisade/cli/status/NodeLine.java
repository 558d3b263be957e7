package dev.palisade.cli.status;

/**
 * One node, and whether it holds the update revision.
 *
 * @param capable yes, no, or ? without a report that counts
 * @param verified yes or no
 * @param reason why not
 */
record NodeLine(String node, String capable, String verified, String reason) {}
