package dev.palisade.node.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON text to {@link Json} and back. */
public final class JsonText {
  /** A blob is one string of up to 1.2 million base64 characters. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(4 << 20).maxNestingDepth(200).build())
          .build();

  private JsonText() {}

  /** Reads one value; text after it is an error. */
  public static Json parse(byte[] text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      Json value = parser.nextToken() == null ? Json.Null.VALUE : value(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "text after the JSON value");
      }
      return value;
    }
  }

  /** A stream of values one after the other, as a watch sends them. */
  public static Values values(InputStream in) throws IOException {
    return new Values(FACTORY.createParser(in));
  }

  public static byte[] write(Json value) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, value);
    } catch (IOException e) {
      throw new IllegalStateException("writing JSON to memory failed", e);
    }
    return out.toByteArray();
  }

  /** See {@link #values}. */
  public static final class Values implements AutoCloseable {
    private final JsonParser parser;

    private Values(JsonParser parser) {
      this.parser = parser;
    }

    /** Blocks until a whole value has come; empty at the end of the stream. */
    public Optional<Json> next() throws IOException {
      return parser.nextToken() == null ? Optional.empty() : Optional.of(value(parser));
    }

    @Override
    public void close() throws IOException {
      parser.close();
    }
  }

  private static Json value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Json> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(parser));
        }
        yield new Json.Arr(values);
      }
      case VALUE_STRING -> new Json.Str(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> Json.Null.VALUE;
      default -> throw new JsonParseException(parser, "unexpected " + parser.currentToken());
    };
  }

  private static Json object(JsonParser parser) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      // Half of a pod's bytes, and never looked at.
      if (name.equals("managedFields")) {
        parser.skipChildren();
      } else {
        fields.put(name, value(parser));
      }
    }
    return new Json.Obj(fields);
  }

  private static void write(JsonGenerator generator, Json value) throws IOException {
    switch (value) {
      case Json.Obj(var fields) -> {
        generator.writeStartObject();
        for (var field : fields.entrySet()) {
          generator.writeFieldName(field.getKey());
          write(generator, field.getValue());
        }
        generator.writeEndObject();
      }
      case Json.Arr(var values) -> {
        generator.writeStartArray();
        for (Json item : values) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case Json.Str(var text) -> generator.writeString(text);
      case Json.Num(var literal) -> generator.writeNumber(literal);
      case Json.Bool(var bool) -> generator.writeBoolean(bool);
      case Json.Null _ -> generator.writeNull();
    }
  }
}
