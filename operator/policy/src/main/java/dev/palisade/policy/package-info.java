/**
 * The policy language: rules to artefacts, names and hashes. Pure: no I/O, clock, randomness or
 * threads.
 */
package dev.palisade.policy;
