/** Seccomp filters as values: the base, what a policy changes of it, and the OCI form of it. */
package dev.palisade.policy.seccomp;
