package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every field of a SecurityPolicy is enforced or obeyed: {@code securitypolicy-fields.yaml} names
 * for each the case that fails when it is ignored.
 */
class SecurityPolicyFieldsTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  void everyFieldHasACase() throws IOException {
    Path crd = Checkout.root().resolve("crds/securitypolicies.palisade.dev.yaml");
    JsonNode spec =
        YAML.readTree(crd.toFile()).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    TreeSet<String> fields = new TreeSet<>();
    collect("spec", spec, fields);

    assertThat(new TreeSet<>(cases().keySet()))
        .as("fields in securitypolicy-fields.yaml, against those of " + crd.getFileName())
        .isEqualTo(fields);
  }

  @Test
  void everyCaseExists() throws IOException {
    List<String> missing =
        cases().entrySet().stream()
            .filter(entry -> !exists(entry.getValue()))
            .map(entry -> entry.getKey() + ": no test method " + entry.getValue())
            .toList();

    assertThat(missing).isEmpty();
  }

  private static Map<String, String> cases() throws IOException {
    try (InputStream in =
        SecurityPolicyFieldsTest.class.getResourceAsStream("/securitypolicy-fields.yaml")) {
      return YAML.readValue(in, new TypeReference<Map<String, String>>() {});
    }
  }

  private static void collect(String path, JsonNode schema, Set<String> into) {
    if (schema.has("items")) {
      collect(path + "[]", schema.get("items"), into);
    } else if (schema.has("properties")) {
      schema
          .get("properties")
          .properties()
          .forEach(field -> collect(path + "." + field.getKey(), field.getValue(), into));
    } else {
      into.add(path);
    }
  }

  /** By the sources: the tests of other modules are not on this module's class path. */
  private static boolean exists(String test) {
    String type = test.substring(0, test.indexOf('#'));
    Pattern method =
        Pattern.compile(
            "@(Test|ParameterizedTest)\\b(\\([^)]*\\))?[^;{}]*void "
                + test.substring(test.indexOf('#') + 1)
                + "\\(");
    return sources(type).anyMatch(text -> method.matcher(text).find());
  }

  private static Stream<String> sources(String type) {
    try (Stream<Path> files =
        Stream.of("operator", "e2e")
            .flatMap(top -> walk(Checkout.root().resolve(top)))
            .filter(file -> file.getFileName().toString().equals(type + ".java"))) {
      return files.map(SecurityPolicyFieldsTest::read).collect(Collectors.toList()).stream();
    }
  }

  private static Stream<Path> walk(Path top) {
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(file -> file.toString().contains("src/test/java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
