/** Audit records of AppArmor and seccomp, told apart and counted. */
package dev.palisade.node.denials;
