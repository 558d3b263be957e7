/** The steps of a plan carried out on kernel, disk and API server. */
package dev.palisade.node.effect;
