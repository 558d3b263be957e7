/** System calls by {@code java.lang.foreign}; nothing else in the helper uses it. */
package dev.palisade.node.linux;
