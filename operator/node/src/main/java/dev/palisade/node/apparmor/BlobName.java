package dev.palisade.node.apparmor;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The profile name inside a compiled blob, read as the kernel's {@code verify_header} and {@code
 * unpack_profile} do (security/apparmor/policy_unpack.c): little-endian, tag byte 4 before a
 * field's name, 2 before a u32, 5 before a string, 7 opens a structure.
 */
public final class BlobName {
  private static final int U32 = 2;
  private static final int NAME = 4;
  private static final int STRING = 5;
  private static final int STRUCT = 7;

  private BlobName() {}

  /** Fails with what is wrong with the blob; a policy namespace is refused. */
  public static String of(byte[] blob) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
    try {
      field(in, "version");
      tag(in, U32);
      in.getInt();
      field(in, "profile");
      tag(in, STRUCT);
      tag(in, STRING);
      return text(in);
    } catch (BufferUnderflowException e) {
      throw new IOException("not an AppArmor blob: it ends after " + blob.length + " bytes", e);
    }
  }

  private static void field(ByteBuffer in, String name) throws IOException {
    tag(in, NAME);
    String found = text(in);
    if (!found.equals(name)) {
      throw new IOException("not a blob of one plain profile: " + found + " instead of " + name);
    }
  }

  private static void tag(ByteBuffer in, int expected) throws IOException {
    int at = in.position();
    int found = in.get();
    if (found != expected) {
      throw new IOException("not an AppArmor blob: tag " + found + " at byte " + at);
    }
  }

  /** Length with the final zero byte, then the bytes. */
  private static String text(ByteBuffer in) throws IOException {
    int length = Short.toUnsignedInt(in.getShort());
    if (length == 0 || length > in.remaining()) {
      throw new IOException("not an AppArmor blob: a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, 0, length - 1, StandardCharsets.UTF_8);
  }
}
