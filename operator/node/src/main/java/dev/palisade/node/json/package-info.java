/** JSON as a small immutable tree, read and written by jackson-core's streaming parser. */
package dev.palisade.node.json;
