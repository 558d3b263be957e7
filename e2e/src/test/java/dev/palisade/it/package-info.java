/** The integration tier: the operator against a real API server, with kwok nodes. */
package dev.palisade.it;
