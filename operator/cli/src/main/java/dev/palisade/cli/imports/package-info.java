/** From the policies of other projects to SecurityPolicies, with what could not be said. */
package dev.palisade.cli.imports;
