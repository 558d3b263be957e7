package dev.palisade.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A question to the kernel's {@code .access} file: what a loaded profile says about the bytes that
 * its automaton is given for an access (security/apparmor/apparmorfs.c, {@code query_label}).
 *
 * @param rest bytes, one char of 0..255 for each
 * @param meaningful the bits of the answer that the kernel would look at for such an access; others
 *     only say how its automaton goes on
 * @param owned whether the one who asks owns the file
 */
record Query(String label, int mediationClass, String rest, int meaningful, boolean owned) {
  private static final int FILE = 2;
  private static final int MOUNT = 7;
  private static final int PTRACE = 9;
  private static final int SIGNAL = 10;
  private static final int NETWORK = 14;

  private static final int ALL = -1;

  /** In the second half of a link pair the bit of LOCK means this (file.h). */
  static final int LINK_SUBSET = 0x8000;

  /** Pivot root, mount, umount (mount.h). */
  private static final int MOUNT_PERMISSIONS = 0x7;

  private Query(String label, int mediationClass, String rest, int meaningful) {
    this(label, mediationClass, rest, meaningful, true);
  }

  Query owned(boolean answer) {
    return new Query(label, mediationClass, rest, meaningful, answer);
  }

  static Query file(String label, byte[] path) {
    return new Query(label, FILE, joined(path), ALL);
  }

  /** Permission LINK is that of giving {@code target} the name {@code link}. */
  static Query link(String label, byte[] link, byte[] target) {
    return new Query(label, FILE, joined(link, new byte[1], target), Answer.LINK | LINK_SUBSET);
  }

  static Query signal(String label, int signal, String peer) {
    return new Query(label, SIGNAL, (char) signal + peer, ALL);
  }

  static Query ptrace(String label, String peer) {
    return new Query(label, PTRACE, peer, ALL);
  }

  static Query mount(String label, byte[] request) {
    return new Query(label, MOUNT, joined(request), MOUNT_PERMISSIONS);
  }

  static Query network(String label, int family, int type) {
    return new Query(label, NETWORK, "\0" + (char) family + "\0" + (char) type, ALL);
  }

  /** The path of a file, one char for each byte; empty for other questions. */
  Optional<String> path() {
    return mediationClass == FILE ? Optional.of(rest) : Optional.empty();
  }

  /** The other process of a signal; empty for other questions. */
  Optional<String> sender() {
    return mediationClass == SIGNAL ? Optional.of(rest.substring(1)) : Optional.empty();
  }

  String line() {
    HexFormat hex = HexFormat.of();
    return hex.formatHex(label.getBytes(StandardCharsets.US_ASCII))
        + " "
        + mediationClass
        + (owned ? " " : "o ")
        + hex.formatHex(rest.getBytes(StandardCharsets.ISO_8859_1));
  }

  String readable() {
    return "%s class %d %s".formatted(label, mediationClass, rest.replace('\0', '~'));
  }

  private static String joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
