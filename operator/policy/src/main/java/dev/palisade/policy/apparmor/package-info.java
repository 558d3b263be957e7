/** AppArmor profiles as a typed tree, the base library, and the way from a tree to text. */
package dev.palisade.policy.apparmor;
