/** Shell completion, in the protocol that kubectl and the shells' scripts speak. */
package dev.palisade.cli.completion;
