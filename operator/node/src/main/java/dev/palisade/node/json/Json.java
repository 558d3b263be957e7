package dev.palisade.node.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An immutable JSON value. Navigation never fails: what is absent or of another shape reads as
 * {@link Null}, an empty text, zero or no items, because objects written by other versions of other
 * programs are read here.
 */
public sealed interface Json {

  /** Fields in the order in which they were read or put. */
  record Obj(Map<String, Json> fields) implements Json {
    public Obj {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  record Arr(List<Json> values) implements Json {
    public Arr {
      values = List.copyOf(values);
    }
  }

  record Str(String value) implements Json {}

  /** A number as it was written. */
  record Num(String literal) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {
    public static final Json VALUE = new Null();
  }

  static Json of(String value) {
    return new Str(value);
  }

  static Json of(long value) {
    return new Num(Long.toString(value));
  }

  static Json of(boolean value) {
    return new Bool(value);
  }

  static Json array(List<? extends Json> values) {
    return new Arr(List.copyOf(values));
  }

  /** Starts an object: {@code Json.object().put("a", 1).build()}. */
  static ObjectBuilder object() {
    return new ObjectBuilder();
  }

  /** The value below these field names. */
  default Json at(String... path) {
    Json here = this;
    for (String name : path) {
      here = here instanceof Obj o ? o.fields().getOrDefault(name, Null.VALUE) : Null.VALUE;
    }
    return here;
  }

  /** The text below these field names, else the empty string. */
  default String text(String... path) {
    return at(path) instanceof Str s ? s.value() : "";
  }

  /** The whole number below these field names, else zero. */
  default long number(String... path) {
    return at(path) instanceof Num n && n.literal().matches("-?\\d{1,18}")
        ? Long.parseLong(n.literal())
        : 0;
  }

  default List<Json> items(String... path) {
    return at(path) instanceof Arr a ? a.values() : List.of();
  }

  default List<String> texts(String... path) {
    return items(path).stream().map(Json::text).filter(t -> !t.isEmpty()).toList();
  }

  default Map<String, Json> fields(String... path) {
    return at(path) instanceof Obj o ? o.fields() : Map.of();
  }

  default boolean isNull() {
    return this instanceof Null;
  }

  /** Collects fields; a null or empty text is left out, as Kubernetes writes objects. */
  final class ObjectBuilder {
    private final Map<String, Json> fields = new LinkedHashMap<>();

    public ObjectBuilder put(String name, Json value) {
      fields.put(name, value);
      return this;
    }

    public ObjectBuilder put(String name, String value) {
      return value.isEmpty() ? this : put(name, of(value));
    }

    public ObjectBuilder put(String name, long value) {
      return put(name, of(value));
    }

    public ObjectBuilder put(String name, boolean value) {
      return put(name, of(value));
    }

    public Json build() {
      return new Obj(fields);
    }
  }
}
