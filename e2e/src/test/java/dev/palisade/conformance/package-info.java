/**
 * What policies mean, asked of the parts that decide it: the pinned parser and a kernel's AppArmor.
 */
package dev.palisade.conformance;
