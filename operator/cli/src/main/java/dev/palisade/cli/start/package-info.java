/** How the command line gets going: what the JVM is shown once, so that later starts are quick. */
package dev.palisade.cli.start;
