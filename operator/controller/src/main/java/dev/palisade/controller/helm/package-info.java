/** What the programs that Helm runs have in common. */
package dev.palisade.controller.helm;
