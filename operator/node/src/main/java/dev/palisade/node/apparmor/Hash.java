package dev.palisade.node.apparmor;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A blob's hash as the kernel shows it.
 *
 * @param algorithm {@code sha256}, or {@code sha1} on kernels before 6.8; empty where the kernel
 *     shows neither (CONFIG_SECURITY_APPARMOR_HASH off)
 * @param hex lower case
 */
public record Hash(String algorithm, String hex) {

  public static final Hash NONE = new Hash("", "");

  public static String sha256(byte[] bytes) {
    return hex("SHA-256", bytes);
  }

  public static String sha1(byte[] bytes) {
    return hex("SHA-1", bytes);
  }

  /** Whether a blob of these two hashes is the one that was loaded. */
  public boolean isOf(String sha256, String sha1) {
    return !hex.isEmpty() && hex.equals(algorithm.equals("sha1") ? sha1 : sha256);
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
