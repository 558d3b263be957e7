/** The node's NodeSecurityState: what it says, and when it is written. */
package dev.palisade.node.report;
