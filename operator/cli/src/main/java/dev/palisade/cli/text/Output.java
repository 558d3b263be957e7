package dev.palisade.cli.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import picocli.CommandLine.Option;

/**
 * {@code --output}: a table for a person, or the data behind it for a script. In data everything
 * outside ASCII is escaped: names in it are chosen by others, and a terminal may be at the other
 * end (see {@link Plain}).
 */
public final class Output {
  /** As they are typed. */
  enum Format {
    table,
    json,
    yaml
  }

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Format format = Format.table;

  public Output() {}

  Output(Format format) {
    this.format = format;
  }

  public boolean isTable() {
    return format == Format.table;
  }

  /** The one document that a command prints. */
  public List<String> whole(Object data) {
    return format == Format.yaml ? yaml(data) : json(data, true);
  }

  /** One document of several, which are printed as they come: JSON lines, or YAML documents. */
  public List<String> oneOfMany(Object data) {
    if (format == Format.yaml) {
      return Stream.concat(Stream.of("---"), yaml(data).stream()).toList();
    }
    return json(data, false);
  }

  /** For what is a document whatever the format, such as a policy. */
  public static List<String> yamlDocument(Object data) {
    return new Output(Format.yaml).oneOfMany(data);
  }

  private static List<String> json(Object data, boolean indented) {
    try {
      return (indented ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer())
          .writeValueAsString(data)
          .lines()
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of our own does not serialise", e);
    }
  }

  /** By way of JSON, for both to have the same fields. */
  private static List<String> yaml(Object data) {
    DumperOptions options = new DumperOptions();
    options.setAllowUnicode(false);
    options.setSplitLines(false);
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    YAMLMapper mapper =
        new YAMLMapper(
            YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .dumperOptions(options)
                .build());
    try {
      return mapper.writeValueAsString(JSON.valueToTree(data)).lines().toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of our own does not serialise", e);
    }
  }
}
