/** What the documents say, against what is there: their links, their commands, the reference. */
package dev.palisade.docs;
