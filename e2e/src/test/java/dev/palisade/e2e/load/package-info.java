/** A client that sees every request that fails. */
package dev.palisade.e2e.load;
