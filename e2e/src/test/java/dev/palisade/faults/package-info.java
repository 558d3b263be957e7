/** A proxy that does to requests and watches what networks and API servers do on bad days. */
package dev.palisade.faults;
