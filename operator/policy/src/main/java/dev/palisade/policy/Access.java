package dev.palisade.policy;

import dev.palisade.policy.apparmor.Permission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a rule about files takes away. */
public enum Access {
  READ("Read"),
  /** Create, write, append, truncate, delete, rename, link and lock; also owner, mode and times. */
  WRITE("Write");

  private final String word;

  Access(String word) {
    this.word = word;
  }

  /** As the API has it. */
  public String word() {
    return word;
  }

  public Set<Permission> permissions() {
    return switch (this) {
      case READ -> Set.of(Permission.READ);
      case WRITE -> Set.of(Permission.WRITE, Permission.LOCK, Permission.LINK);
    };
  }

  public static Optional<Access> of(String word) {
    return Arrays.stream(values()).filter(a -> a.word.equals(word)).findFirst();
  }
}
