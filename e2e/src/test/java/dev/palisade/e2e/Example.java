package dev.palisade.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A file in {@code examples/}, with the cases beside it.
 *
 * @param name the file's, without its ending
 * @param containers those that the policy lists or a case names, and one that neither does
 * @param trials the cases that can be tried
 */
record Example(String name, List<String> containers, List<Trial> trials) {
  private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);

  /** Which example a pod is of. */
  static final String LABEL = "example";

  static List<Example> all() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .sorted()
          .map(Example::of)
          .toList();
    }
  }

  /** Where its file is, from the checkout's root. */
  String file() {
    return "examples/" + name + ".yaml";
  }

  private static Path directory() {
    return Checkout.root().resolve("examples");
  }

  private static Example of(String file) {
    JsonNode policy =
        documents(directory().resolve(file))
            .filter(d -> d.path("kind").asText().equals("SecurityPolicy"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no SecurityPolicy in " + file));
    List<Trial> trials =
        documents(directory().resolve("tests").resolve(file))
            .flatMap(d -> d.path("cases").valueStream())
            .flatMap(one -> trials(one).stream())
            .toList();
    var containers = new TreeSet<String>();
    containers.add(Trial.UNLISTED);
    trials.forEach(t -> containers.add(t.container()));
    policy.at("/spec/containers").forEach(c -> containers.add(c.get("name").asText()));
    return new Example(file.substring(0, file.lastIndexOf('.')), List.copyOf(containers), trials);
  }

  private static List<Trial> trials(JsonNode one) {
    return Trial.of(
        one.get("name").asText(),
        one.path("container").asText(),
        one.get("ask").valueStream().map(JsonNode::asText).toList(),
        one.get("expect").asText().equals("Denied"));
  }

  private static Stream<JsonNode> documents(Path file) {
    try (MappingIterator<JsonNode> read = YAML.readValues(file.toFile())) {
      return read.readAll().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
