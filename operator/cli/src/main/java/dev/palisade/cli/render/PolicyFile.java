package dev.palisade.cli.render;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Failure;
import dev.palisade.compile.Bases;
import dev.palisade.compile.Cluster;
import dev.palisade.observe.ClusterScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The policies in a YAML or JSON text, read as strictly as the API server does on request. */
public final class PolicyFile {
  private static final String API_VERSION = Palisade.GROUP + "/" + Palisade.VERSION;

  private PolicyFile() {}

  /**
   * What a text has.
   *
   * @param policies at least one
   * @param cluster what may be merged into them
   * @param bases that they may name
   * @param namespaces labels by name
   * @param skipped a note for each object of another kind
   */
  public record Content(
      List<SecurityPolicy> policies,
      List<ClusterSecurityPolicy> cluster,
      List<SecurityBase> bases,
      Map<String, Map<String, String>> namespaces,
      List<String> skipped) {
    /** A namespace that is not in the text has the label that every one has, and no other. */
    public List<ClusterSecurityPolicy> mergedInto(SecurityPolicy policy) {
      String namespace = policy.getMetadata().getNamespace();
      Map<String, String> labels = new HashMap<>(namespaces.getOrDefault(namespace, Map.of()));
      labels.put(NAMESPACE_NAME, namespace);
      return ClusterScope.of(policy, labels, cluster);
    }

    /** What a policy is compiled with, as far as the text has it. */
    public Cluster around(SecurityPolicy policy) {
      Map<String, String> labels = namespaces.get(policy.getMetadata().getNamespace());
      return new Cluster(
          mergedInto(policy),
          Bases.of(bases),
          labels == null ? Cluster.Width.UNKNOWN : Cluster.Width.of(labels));
    }
  }

  /** Set by the API server on every namespace. */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  /**
   * Reads all documents of a text.
   *
   * @param file its name, for messages
   * @param namespace that a policy must have if it names one; empty for any
   * @param otherwise for policies that name none, where {@code namespace} is empty too; empty: they
   *     must
   */
  public static Content read(String file, String text, String namespace, String otherwise)
      throws IOException {
    var policies = new ArrayList<SecurityPolicy>();
    var cluster = new ArrayList<ClusterSecurityPolicy>();
    var bases = new ArrayList<SecurityBase>();
    var namespaces = new HashMap<String, Map<String, String>>();
    var skipped = new ArrayList<String>();
    List<JsonNode> documents = StrictYaml.documents(file, text);
    for (JsonNode document : documents) {
      String kind = document.path("kind").asText();
      String version = document.path("apiVersion").asText();
      if (version.equals(API_VERSION) && kind.equals("SecurityPolicy")) {
        policies.add(StrictYaml.policy(file, document, namespace, otherwise));
      } else if (version.equals(API_VERSION) && kind.equals("ClusterSecurityPolicy")) {
        cluster.add(
            StrictYaml.ofCluster(
                file,
                document,
                ClusterSecurityPolicy.class,
                "the names of rules",
                FieldFaults::addUnknownOf));
      } else if (version.equals(API_VERSION) && kind.equals("SecurityBase")) {
        bases.add(
            StrictYaml.ofCluster(
                file,
                document,
                SecurityBase.class,
                "policies that are on it",
                FieldFaults::addUnknownOf));
      } else if (version.equals("v1") && kind.equals("Namespace")) {
        namespaces.put(name(document), labels(document));
      } else if (version.startsWith(Palisade.GROUP + "/") && isKindOfOurs(kind)) {
        throw Failure.badInput(
            "%s: apiVersion: unknown version \"%s\"; write %s"
                .formatted(file, version, API_VERSION));
      } else if (kind.isEmpty() || version.isEmpty()) {
        throw Failure.badInput(
            "%s: an object lacks %s; a policy has apiVersion: %s and kind: SecurityPolicy"
                .formatted(file, kind.isEmpty() ? "kind" : "apiVersion", API_VERSION));
      } else {
        skipped.add("%s: skipped %s %s".formatted(file, kind, name(document)));
      }
    }
    if (policies.isEmpty()) {
      throw Failure.badInput(
          "%s: there is no SecurityPolicy of %s in it; name a file that has one"
              .formatted(file, API_VERSION));
    }
    requireEachOnce(file, bases);
    return new Content(policies, cluster, bases, namespaces, skipped);
  }

  /** A cluster has one of each name: which of two is meant nobody can tell. */
  private static void requireEachOnce(String file, List<SecurityBase> bases) {
    var names = new HashSet<String>();
    for (SecurityBase base : bases) {
      String name = base.getMetadata().getName();
      if (!names.add(name)) {
        throw Failure.badInput(
            "%s: SecurityBase %s is in it twice; leave one out".formatted(file, name));
      }
    }
  }

  private static boolean isKindOfOurs(String kind) {
    return kind.endsWith("SecurityPolicy") || kind.equals("SecurityBase");
  }

  private static Map<String, String> labels(JsonNode namespace) {
    Map<String, String> labels = new HashMap<>();
    namespace
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /** The text of a file; {@code -} is standard input. */
  public static String text(String file) throws IOException {
    if (file.equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw Failure.badInput(file + ": there is no such file; name one, or - for standard input");
    }
    return Files.readString(path);
  }

  private static String name(JsonNode document) {
    return document.path("metadata").path("name").asText("without a name");
  }
}
