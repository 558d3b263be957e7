/** The command {@code kubectl palisade}. */
package dev.palisade.cli;
