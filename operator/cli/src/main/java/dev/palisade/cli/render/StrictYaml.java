package dev.palisade.cli.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Failure;
import dev.palisade.cli.text.Plain;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/** YAML to API objects: a field or value that is not understood is an error that names it. */
final class StrictYaml {
  static final ObjectMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private StrictYaml() {}

  static SecurityPolicy policy(String file, JsonNode document, String namespace, String otherwise) {
    String name = document.path("metadata").path("name").asText("without a name");
    String what = "%s: SecurityPolicy %s".formatted(file, name);
    var faults = new FieldFaults();
    try (JsonParser parser = MAPPER.treeAsTokens(document)) {
      SecurityPolicy policy =
          MAPPER.readerFor(SecurityPolicy.class).withHandler(faults).readValue(parser);
      if (policy.getMetadata() == null) {
        policy.setMetadata(new ObjectMeta());
      }
      faults.addUnknownOf(policy);
      requireNamespace(policy, namespace, otherwise, faults);
      if (!faults.isEmpty()) {
        throw refused(what, faults);
      }
      return policy;
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
