package dev.palisade.controller.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * A log line as one flat JSON object. Logback's own {@code JsonEncoder} (1.6.6) puts key-value
 * pairs into a list of objects, in which no log store finds a key.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the Java Operator SDK (5.3.2, {@code MDCUtils}) says of the object it is working on. */
  private static final Map<String, String> KIND_TO_KEY =
      Map.of(
          "SecurityPolicy",
          "policy",
          "ClusterSecurityPolicy",
          "clusterpolicy",
          "SecurityBase",
          "base",
          "SecurityProfile",
          "revision",
          "RolloutCommand",
          "command");

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    try {
      return (JSON.writeValueAsString(fields(event)) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  private static Map<String, Object> fields(ILoggingEvent event) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("time", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    out.put("level", event.getLevel().toString());
    out.put("logger", event.getLoggerName());
    out.put("message", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        out.put(pair.key, pair.value instanceof Number n ? n : String.valueOf(pair.value));
      }
    }
    subject(event.getMDCPropertyMap(), out);
    if (event.getThrowableProxy() != null) {
      out.putIfAbsent(
          "error",
          event.getThrowableProxy().getClassName() + ": " + event.getThrowableProxy().getMessage());
      out.put("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return out;
  }

  private static void subject(Map<String, String> mdc, Map<String, Object> out) {
    String key = KIND_TO_KEY.get(mdc.getOrDefault("resource.kind", ""));
    if (key != null && mdc.containsKey("resource.name")) {
      out.putIfAbsent(key, mdc.get("resource.name"));
    }
    String namespace = mdc.get("resource.namespace");
    if (namespace != null && !namespace.equals("no namespace")) {
      out.putIfAbsent("namespace", namespace);
    }
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
