/**
 * The test bed as the suites see it: {@code e2e/bed/bed} started once per run, a client for it,
 * waits, and what is kept of a failed case.
 */
package dev.palisade.bed;
