package dev.palisade.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * RFC 1952 without a time stamp: the same bytes give the same object. At zlib's usual level: the
 * best one takes five times as long for a hundredth of the size.
 */
final class Gzip {
  private Gzip() {}

  static byte[] of(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }
}
