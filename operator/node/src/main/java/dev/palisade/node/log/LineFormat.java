package dev.palisade.node.log;

import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/** How a log line is written: as a JSON object, or as text for people. */
public enum LineFormat {
  JSON {
    @Override
    String line(Map<String, Object> fields) {
      var object = Json.object();
      fields.forEach((name, value) -> {
        if (value instanceof Number n) {
          object.put(name, n.longValue());
        } else {
          object.put(name, String.valueOf(value));
        }
      });
      return new String(JsonText.write(object.build()), StandardCharsets.UTF_8) + "\n";
    }
  },
  TEXT {
    @Override
    String line(Map<String, Object> fields) {
      StringBuilder out = new StringBuilder();
      out.append(fields.remove("time")).append(' ').append(fields.remove("level"));
      out.append(' ').append(fields.remove("logger")).append(' ').append(fields.remove("message"));
      Object stack = fields.remove("stack");
      fields.forEach(
          (name, value) -> out.append(' ').append(name).append("=\"").append(value).append('"'));
      return out.append('\n').append(stack == null ? "" : stack).toString();
    }
  };

  abstract String line(Map<String, Object> fields);

  /**
   * By the value of {@code PALISADE_LOG_FORMAT}.
   *
   * @throws IllegalArgumentException naming the values
   */
  public static LineFormat of(String value) {
    return switch (value) {
      case "json" -> JSON;
      case "text" -> TEXT;
      default ->
          throw new IllegalArgumentException(
              "PALISADE_LOG_FORMAT=" + value + ": write json or text");
    };
  }

  /** For everything that this process logs from now on. */
  public void install() {
    for (Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
      handler.setFormatter(formatter());
    }
  }

  Formatter formatter() {
    return new Formatter() {
      @Override
      public String format(LogRecord record) {
        return line(fields(record, formatMessage(record)));
      }
    };
  }

  private static Map<String, Object> fields(LogRecord record, String message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", record.getInstant().truncatedTo(ChronoUnit.MILLIS));
    fields.put("level", level(record.getLevel()));
    fields.put("logger", record.getLoggerName());
    fields.put("message", message);
    Object[] parameters = record.getParameters();
    if (parameters != null) {
      for (Object parameter : parameters) {
        if (parameter instanceof Key(String name, Object value)) {
          fields.put(name, value);
        }
      }
    }
    if (record.getThrown() != null) {
      fields.putIfAbsent("error", record.getThrown().toString());
      StringWriter stack = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(stack));
      fields.put("stack", stack);
    }
    return fields;
  }

  /** In the operator's words. */
  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }
}
