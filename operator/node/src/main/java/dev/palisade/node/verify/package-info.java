/** Pure: pods and their processes to verdicts. */
package dev.palisade.node.verify;
