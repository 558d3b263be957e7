/** The few API calls of the helper on {@code java.net.http}: get, list, watch, apply. */
package dev.palisade.node.kube;
