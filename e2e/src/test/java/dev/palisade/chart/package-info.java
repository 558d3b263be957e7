/** The chart: what Helm makes of it, and that its values are documented. */
package dev.palisade.chart;
