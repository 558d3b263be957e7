package dev.palisade.chart;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value of {@code values.yaml}.
 *
 * @param text its default, in one line of YAML
 * @param comment what {@code # -- …} above it says, in one line; empty without one
 */
record ChartValue(String text, String comment) {
  private static final String MARK = " -- ";

  /**
   * All of a file, by path, in its order.
   *
   * @param leaves paths of what is one value, whatever is in it
   */
  static Map<String, ChartValue> all(Path file, Set<String> leaves) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setProcessComments(true);
    Map<String, ChartValue> found = new LinkedHashMap<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      walk("", (MappingNode) new Yaml(options).compose(reader), leaves, found);
    }
    return found;
  }

  private static void walk(
      String path, MappingNode at, Set<String> leaves, Map<String, ChartValue> found) {
    for (NodeTuple entry : at.getValue()) {
      String key = ((ScalarNode) entry.getKeyNode()).getValue();
      String below = path.isEmpty() ? key : path + "." + key;
      if (entry.getValueNode() instanceof MappingNode object
          && !object.getValue().isEmpty()
          && !leaves.contains(below)) {
        walk(below, object, leaves, found);
      } else {
        found.put(
            below,
            new ChartValue(
                text(entry.getValueNode()), comment(entry.getKeyNode().getBlockComments())));
      }
    }
  }

  /** From the mark on: what stands above it is about the whole block. */
  private static String comment(List<CommentLine> lines) {
    if (lines == null) {
      return "";
    }
    String all = lines.stream().map(CommentLine::getValue).collect(Collectors.joining());
    int mark = all.lastIndexOf(MARK);
    return mark < 0 ? "" : all.substring(mark + MARK.length()).strip();
  }

  private static String text(Node node) {
    return switch (node) {
      case MappingNode object ->
          object.getValue().stream()
              .map(e -> text(e.getKeyNode()) + ": " + text(e.getValueNode()))
              .collect(Collectors.joining(", ", "{", "}"));
      case SequenceNode list ->
          list.getValue().stream()
              .map(ChartValue::text)
              .collect(Collectors.joining(", ", "[", "]"));
      case ScalarNode scalar -> scalar.getValue().isEmpty() ? "\"\"" : scalar.getValue();
      default -> throw new IllegalArgumentException("an alias in values.yaml: " + node);
    };
  }
}
