/**
 * What a policy means: the typed rules of its profiles, read as the kernel reads them compiled.
 * Questions and answers, what changes between two policies, what can be said of one. Pure, and
 * offline.
 */
package dev.palisade.policy.meaning;
