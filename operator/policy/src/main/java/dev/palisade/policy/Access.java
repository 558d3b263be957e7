package dev.palisade.policy;

import dev.palisade.policy.apparmor.Permission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a rule about files takes away. */
public enum Access implements Word {
  READ("Read"),
  /** Create, write, append, truncate, delete, rename, link and lock; also owner, mode and times. */
  WRITE("Write");

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
    };
  }

  static Set<Permission> permissions(Set<Access> access) {
    var permissions = EnumSet.noneOf(Permission.class);
    access.forEach(a -> permissions.addAll(a.permissions()));
    return permissions;
  }

  /** Those that together are these permissions. */
  static List<Access> of(Set<Permission> permissions) {
    return Arrays.stream(values()).filter(a -> permissions.containsAll(a.permissions())).toList();
  }
}
