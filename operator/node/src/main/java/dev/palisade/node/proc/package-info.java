/** Processes and their labels, read from {@code /proc} of the first pid namespace. */
package dev.palisade.node.proc;
