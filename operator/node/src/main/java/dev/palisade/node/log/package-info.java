/** One JSON object a line on standard error, with the keys of docs/guide/observe.md. */
package dev.palisade.node.log;
