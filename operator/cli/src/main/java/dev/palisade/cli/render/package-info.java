/** {@code kubectl palisade render}: what the operator would make of a policy, without a cluster. */
package dev.palisade.cli.render;
