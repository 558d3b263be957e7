package dev.palisade.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.cli.Failure;
import dev.palisade.cli.render.PolicyFile;
import dev.palisade.compile.Bases;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.ClusterPolicies;
import dev.palisade.compile.Planning;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    check(name, yaml, List.of());
  }

  /**
   * The same on a page with more.
   *
   * @param others texts whose SecurityBases policies may name
   */
  static void check(String name, String yaml, List<String> others) {
    try {
      List<SecurityBase> bases = new ArrayList<>();
      for (String text : Stream.concat(Stream.of(yaml), others.stream()).distinct().toList()) {
        for (JsonNode document : documents(text)) {
          if (document.path("kind").asText().equals("SecurityBase")) {
            bases.add(STRICT.treeToValue(document, SecurityBase.class));
          }
        }
      }
      for (JsonNode document : documents(yaml)) {
        if (document.path("apiVersion").asText().startsWith(Palisade.GROUP + "/")) {
          ours(name, document, new Cluster(List.of(), Bases.of(bases), Cluster.Width.UNKNOWN));
        }
      }
    } catch (JsonProcessingException e) {
      throw new Fault(name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> documents(String yaml) throws IOException {
    try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll();
    }
  }

  private static void ours(String name, JsonNode document, Cluster around) throws IOException {
    switch (document.path("kind").asText()) {
      case "SecurityPolicy" -> policy(name, document.toString(), around);
      case "ClusterSecurityPolicy" ->
          fault(
              name,
              ClusterPolicies.problems(STRICT.treeToValue(document, ClusterSecurityPolicy.class)));
      case "SecurityBase" ->
          fault(name, Bases.problems(STRICT.treeToValue(document, SecurityBase.class)));
      case "RolloutCommand" -> STRICT.treeToValue(document, RolloutCommand.class);
      case String kind -> throw new Fault(name + ": a " + kind + " is nothing that people write");
    }
  }

  private static void fault(String name, List<Problem> problems) {
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new Fault(name + ": " + problems);
    }
  }

  private static void policy(String name, String json, Cluster around) throws IOException {
    try {
      for (var policy : PolicyFile.read(name, json, "", "default").policies()) {
        if (Revisions.plan(policy, around) instanceof Planning.Refused refused) {
          throw new Fault(name + ": " + refused);
        }
      }
    } catch (Failure e) {
      throw new Fault(e.getMessage());
    }
  }
}
