/** What {@code /metrics} of the helper shows; docs/guide/observe.md lists it. */
package dev.palisade.node.metrics;
