package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Permission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a rule about files takes away, or allows. */
public enum Access implements Word {
  READ("Read"),
  /** Create, write, append, truncate, delete, rename, link and lock; also owner, mode and times. */
  WRITE("Write"),
  /** Writing to a file that was opened for appending. */
  APPEND("Append"),
  /**
   * Running it, and mapping it as code, as {@code ld.so PROGRAM} does. Both, because the parser may
   * lose a rule about mapping alone (docs/design/0033).
   */
  EXECUTE("Execute"),
  LOCK("Lock"),
  /** A hard link of this name; that none leads to the file goes with every access. */
  LINK("Link");

  private final String word;

  Access(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  public Set<Permission> permissions() {
    return switch (this) {
      case READ -> Set.of(Permission.READ);
      case WRITE -> Set.of(Permission.WRITE, Permission.LOCK, Permission.LINK);
      case APPEND -> Set.of(Permission.APPEND);
      case EXECUTE -> Set.of(Permission.EXECUTE, Permission.MAP);
      case LOCK -> Set.of(Permission.LOCK);
      case LINK -> Set.of(Permission.LINK);
    };
  }

  /** What may be run may be read: the kernel maps it to run it, and asks for both. */
  Set<Permission> permissions(Effect effect) {
    return effect == Effect.ALLOW && this == EXECUTE
        ? Set.of(Permission.EXECUTE, Permission.MAP, Permission.READ)
        : permissions();
  }

  static Set<Permission> permissions(Set<Access> access, Effect effect) {
    var permissions = EnumSet.noneOf(Permission.class);
    access.forEach(a -> permissions.addAll(a.permissions(effect)));
    return permissions;
  }

  /** Those that together are these permissions. */
  static List<Access> of(Set<Permission> permissions) {
    boolean write = permissions.containsAll(WRITE.permissions());
    return Arrays.stream(values())
        .filter(a -> permissions.containsAll(a.permissions()))
        .filter(a -> a == WRITE || !write || !WRITE.permissions().containsAll(a.permissions()))
        .toList();
  }
}
