/** What {@code /metrics} shows; docs/guide/observe.md lists it. */
package dev.palisade.controller.metrics;
