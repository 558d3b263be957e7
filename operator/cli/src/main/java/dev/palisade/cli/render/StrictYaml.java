package dev.palisade.cli.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Failure;
import dev.palisade.cli.text.Plain;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** YAML to API objects: a field or value that is not understood is an error that names it. */
public final class StrictYaml {
  static final ObjectMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private StrictYaml() {}

  /** The documents of a text that are not empty. */
  public static List<JsonNode> documents(String file, String text) throws IOException {
    try (MappingIterator<JsonNode> documents = MAPPER.readerFor(JsonNode.class).readValues(text)) {
      var found = new ArrayList<JsonNode>();
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        if (document.isContainerNode() || !document.asText().isEmpty()) {
          found.add(document);
        }
      }
      return found;
    } catch (JsonProcessingException e) {
      throw Failure.badInput(
          "%s: not YAML: line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")));
    }
  }

  static SecurityPolicy policy(String file, JsonNode document, String namespace, String otherwise) {
    String name = document.path("metadata").path("name").asText("without a name");
    return read(
        PolicyPlans.place(file, name),
        document,
        SecurityPolicy.class,
        (policy, faults) -> {
          if (policy.getMetadata() == null) {
            policy.setMetadata(new ObjectMeta());
          }
          faults.addUnknownOf(policy);
          requireNamespace(policy, namespace, otherwise, faults);
        });
  }

  /**
   * An object without a namespace.
   *
   * @param namers what its name stands in
   * @param unknown adds what fabric8's own types in it do not know
   */
  static <T extends CustomResource<?, ?>> T ofCluster(
      String file,
      JsonNode document,
      Class<T> type,
      String namers,
      BiConsumer<FieldFaults, T> unknown) {
    String name = document.path("metadata").path("name").asText("without a name");
    return read(
        "%s: %s %s".formatted(file, type.getSimpleName(), name),
        document,
        type,
        (object, faults) -> {
          if (object.getMetadata() == null) {
            object.setMetadata(new ObjectMeta());
          }
          unknown.accept(faults, object);
          if (object.getMetadata().getName() == null) {
            faults.add("metadata.name", "the name is missing, and stands in " + namers);
          }
        });
  }

  /**
   * One document as an object.
   *
   * @param what it is, for messages
   * @param check adds what else is wrong with it
   */
  public static <T> T read(
      String what, JsonNode document, Class<T> type, BiConsumer<T, FieldFaults> check) {
    var faults = new FieldFaults();
    try (JsonParser parser = MAPPER.treeAsTokens(document)) {
      T object = MAPPER.readerFor(type).withHandler(faults).readValue(parser);
      check.accept(object, faults);
      if (!faults.isEmpty()) {
        throw refused(what, faults);
      }
      return object;
    } catch (JsonMappingException e) {
      faults.add(FieldFaults.path(e), FieldFaults.message(e));
      throw refused(what, faults);
    } catch (JsonProcessingException e) {
      throw Failure.badInput(what + ": " + Plain.line(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNamespace(
      SecurityPolicy policy, String namespace, String otherwise, FieldFaults faults) {
    String written = policy.getMetadata().getNamespace();
    if (written == null || written.isEmpty()) {
      policy.getMetadata().setNamespace(namespace.isEmpty() ? otherwise : namespace);
    } else if (!namespace.isEmpty() && !namespace.equals(written)) {
      faults.add(
          "metadata.namespace", "the file says %s, --namespace %s".formatted(written, namespace));
    }
    if (policy.getMetadata().getNamespace().isEmpty()) {
      faults.add(
          "metadata.namespace",
          "namespace is missing and part of every name; write it, or give --namespace");
    }
  }

  private static Failure refused(String what, FieldFaults faults) {
    return Failure.badInput(
        faults.lines().stream()
            .map(line -> Plain.line(what + ": " + line))
            .collect(Collectors.joining("\n       ")));
  }
}
