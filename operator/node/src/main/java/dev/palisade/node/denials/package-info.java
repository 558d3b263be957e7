/** AppArmor's audit records, told apart and counted. */
package dev.palisade.node.denials;
