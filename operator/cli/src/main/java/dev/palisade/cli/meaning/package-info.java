/**
 * What a policy means, asked of the model in {@code dev.palisade.policy.meaning}: without a
 * cluster.
 */
package dev.palisade.cli.meaning;
