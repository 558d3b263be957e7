/** Seccomp filters as files of the node. */
package dev.palisade.node.seccomp;
