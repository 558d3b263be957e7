/** AppArmor in the kernel, as securityfs shows it: what is loaded, loading, removing. */
package dev.palisade.node.apparmor;
