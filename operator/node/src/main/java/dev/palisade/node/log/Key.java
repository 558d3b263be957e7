package dev.palisade.node.log;

/**
 * A field of a log line: passed as a parameter of the message, in which it has no place.
 *
 * @param name one of those that docs/guide/observe.md lists
 */
public record Key(String name, Object value) {

  public static Key key(String name, Object value) {
    return new Key(name, value);
  }
}
