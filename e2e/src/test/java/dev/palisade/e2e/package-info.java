/**
 * Cases on a cluster whose nodes enforce AppArmor. All share one installation of the chart; each
 * has a namespace of its own.
 */
package dev.palisade.e2e;
