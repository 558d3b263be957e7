/** The node helper: loads, verifies and reports. */
package dev.palisade.node;
