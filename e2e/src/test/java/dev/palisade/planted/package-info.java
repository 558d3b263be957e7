/** Bugs put in on purpose, each of which a test must catch. */
package dev.palisade.planted;
