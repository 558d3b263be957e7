/** The helper's files on real file systems that are full or read-only. */
package dev.palisade.disk;
