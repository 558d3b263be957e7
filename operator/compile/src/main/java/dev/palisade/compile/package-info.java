/** From a SecurityPolicy object to a SecurityProfile and its blobs, by the one pinned parser. */
package dev.palisade.compile;
