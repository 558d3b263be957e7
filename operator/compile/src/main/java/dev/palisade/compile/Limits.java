package dev.palisade.compile;

import dev.palisade.api.v1alpha1.SecurityProfileBlobSpec;
import java.time.Duration;

/**
 * What one run of the parser may use.
 *
 * @param cpuSeconds of each of its processes
 * @param addressSpaceBytes of each of its processes
 * @param wallTime of all of it
 * @param compressedBytes of the blob it makes
 */
public record Limits(
    int cpuSeconds, long addressSpaceBytes, Duration wallTime, int compressedBytes) {
  /** A profile of 3500 unlike paths, near what the format holds, takes 4 s and 83 MB. */
  public static final Limits DEFAULT =
      new Limits(
          15, 1L << 30, Duration.ofSeconds(60), SecurityProfileBlobSpec.MAX_COMPRESSED_BYTES);
}
