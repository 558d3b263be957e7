/** Where a test can stop the helper. */
package dev.palisade.node.checkpoint;
