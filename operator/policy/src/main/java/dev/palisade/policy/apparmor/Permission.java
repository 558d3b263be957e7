package dev.palisade.policy.apparmor;

/** File permissions of apparmor.d(5), "Access Modes"; declared in the order they are written. */
public enum Permission {
  READ('r'),
  /**
   * Covers {@link #APPEND}, create, delete, rename, truncate and changes of owner, mode and times.
   */
  WRITE('w'),
  /** Opening for appending only; nothing more where {@link #WRITE} is there. */
  APPEND('a'),
  LOCK('k'),
  /** As the name of a new hard link. */
  LINK('l'),
  /** Mapping executable: what {@code ld.so /bin/sh} does. */
  MAP('m'),
  EXECUTE('x');

  private final char letter;

  Permission(char letter) {
    this.letter = letter;
  }

  public char letter() {
    return letter;
  }
}
