package dev.palisade.compile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What came of compiling one artefact. */
public sealed interface Compilation {

  /** Exactly the bytes a node writes to {@code .load}; not to be changed. */
  final class Compiled implements Compilation {
    private final byte[] bytes;
    private final byte[] gzip;

    Compiled(byte[] bytes, byte[] gzip) {
      this.bytes = bytes;
      this.gzip = gzip;
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    /** RFC 1952, without a time stamp: the same blob gives the same object. */
    public byte[] gzip() {
      return gzip.clone();
    }

    public int size() {
      return bytes.length;
    }

    public String sha256() {
      return hex("SHA-256");
    }

    /** What kernels before 6.2 show of a loaded profile. */
    public String sha1() {
      return hex("SHA-1");
    }

    private String hex(String algorithm) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has " + algorithm, e);
      }
    }
  }

  /**
   * There is no blob.
   *
   * @param message one line; names the container, the rule where the parser named a line, and what
   *     the parser said
   */
  record Failed(Reason reason, String message) implements Compilation {}
}
