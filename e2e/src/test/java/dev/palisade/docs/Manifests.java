package dev.palisade.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.cli.Failure;
import dev.palisade.cli.render.PolicyFile;
import dev.palisade.compile.ClusterPolicies;
import dev.palisade.compile.Planning;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Objects that documents show or apply: what is of Palisade's group is one that it takes. */
final class Manifests {
  private static final ObjectMapper STRICT =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Manifests() {}

  /**
   * All documents of a text.
   *
   * @throws Fault with what cannot be used
   */
  static void check(String name, String yaml) {
    try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      List<JsonNode> all = documents.readAll();
      for (JsonNode document : all) {
        if (document.path("apiVersion").asText().startsWith(Palisade.GROUP + "/")) {
          ours(name, document);
        }
      }
    } catch (JsonProcessingException e) {
      throw new Fault(name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ours(String name, JsonNode document) throws IOException {
    switch (document.path("kind").asText()) {
      case "SecurityPolicy" -> policy(name, document.toString());
      case "ClusterSecurityPolicy" ->
          cluster(name, STRICT.treeToValue(document, ClusterSecurityPolicy.class));
      case "RolloutCommand" -> STRICT.treeToValue(document, RolloutCommand.class);
      case String kind -> throw new Fault(name + ": a " + kind + " is nothing that people write");
    }
  }

  private static void cluster(String name, ClusterSecurityPolicy policy) {
    List<Problem> problems = ClusterPolicies.problems(policy);
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new Fault(name + ": " + problems);
    }
  }

  private static void policy(String name, String json) throws IOException {
    try {
      for (var policy : PolicyFile.read(name, json, "", "default").policies()) {
        if (Revisions.plan(policy, List.of()) instanceof Planning.Refused refused) {
          throw new Fault(name + ": " + refused);
        }
      }
    } catch (Failure e) {
      throw new Fault(e.getMessage());
    }
  }
}
