package dev.palisade.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over fields, each with its length before it, so that no two lists of fields meet. */
public final class Digest {
  private final MessageDigest sha256;

  private Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static Digest over(String... fields) {
    var digest = new Digest();
    for (String field : fields) {
      digest.add(field);
    }
    return digest;
  }

  public Digest add(String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
    sha256.update(bytes);
    return this;
  }

  /** The list's own length first: where it ends is part of what is hashed. */
  public Digest addAll(List<String> fields) {
    add(Integer.toString(fields.size()));
    fields.forEach(this::add);
    return this;
  }

  /** 52 characters of {@code [a-z2-7]}; ends this digest. */
  public String base32() {
    return Base32.of(sha256.digest());
  }

  /** 64 characters of {@code [0-9a-f]}; ends this digest. */
  public String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
