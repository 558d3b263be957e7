package dev.palisade.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Checkout;
import io.fabric8.kubernetes.client.utils.Serialization;
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
    SecurityPolicy policy = read(directory().resolve(file), SecurityPolicy.class);
    JsonNode cases = read(directory().resolve("tests").resolve(file), JsonNode.class).get("cases");
    List<Trial> trials =
        Stream.ofNullable(cases)
            .flatMap(JsonNode::valueStream)
            .flatMap(one -> trials(one).stream())
            .toList();
    var containers = new TreeSet<String>();
    containers.add(Trial.UNLISTED);
    trials.forEach(t -> containers.add(t.container()));
    Stream.ofNullable(policy.getSpec().containers)
        .flatMap(List::stream)
        .forEach(c -> containers.add(c.name));
    return new Example(file.substring(0, file.lastIndexOf('.')), List.copyOf(containers), trials);
  }

  private static List<Trial> trials(JsonNode one) {
    return Trial.of(
        one.get("name").asText(),
        one.path("container").asText(),
        one.get("ask").valueStream().map(JsonNode::asText).toList(),
        one.get("expect").asText().equals("Denied"));
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return Serialization.unmarshal(Files.readString(file), type);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
