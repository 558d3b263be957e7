/** {@code support-bundle}: what a maintainer needs, without what is nobody's business. */
package dev.palisade.cli.bundle;
