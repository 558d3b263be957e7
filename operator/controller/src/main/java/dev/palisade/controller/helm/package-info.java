/** The release that this process belongs to, for the programs that Helm runs. */
package dev.palisade.controller.helm;
