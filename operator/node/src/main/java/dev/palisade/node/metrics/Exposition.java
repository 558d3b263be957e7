package dev.palisade.node.metrics;

import java.util.Map;

/** Prometheus' text format 0.0.4, as far as it is needed here. */
final class Exposition {
  private final StringBuilder out = new StringBuilder();

  Exposition gauge(String name, String help, double value) {
    head(name, help, "gauge");
    return sample(name, "", value);
  }

  Exposition counter(String name, String help, long value) {
    head(name, help, "counter");
    return sample(name, "", (double) value);
  }

  /**
   * A gauge of one label.
   *
   * @param values by the label's value
   */
  Exposition gauge(String name, String help, String label, Map<String, ? extends Number> values) {
    head(name, help, "gauge");
    values.forEach((v, n) -> sample(name, label(label, v), n.doubleValue()));
    return this;
  }

  Exposition counter(String name, String help, String label, Map<String, ? extends Number> values) {
    head(name, help, "counter");
    values.forEach((v, n) -> sample(name, label(label, v), n.doubleValue()));
    return this;
  }

  String text() {
    return out.toString();
  }

  private void head(String name, String help, String type) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "{" + name + "=\"" + escaped + "\"}";
  }

  private Exposition sample(String name, String labels, double value) {
    out.append(name).append(labels).append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(value);
    }
    out.append('\n');
    return this;
  }
}
