/** Blobs on the host's disk, for a reboot while the API server is away. */
package dev.palisade.node.cache;
