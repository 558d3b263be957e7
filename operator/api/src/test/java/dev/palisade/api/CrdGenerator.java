package dev.palisade.api;

import dev.palisade.api.v1alpha1.Palisade;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the CRDs of the API classes; what annotations cannot say is added here. */
final class CrdGenerator {
  /**
   * Length limit of one path: keeps the estimated cost of the CEL rules within the API server's
   * budget.
   */
  private static final long MAX_PATH_LENGTH = 256;

  /** Lists of words without order. */
  private static final Set<String> WORDS =
      Set.of("access", "families", "types", "signals", "operations", "drop", "add", "programs");

  private CrdGenerator() {}

  /** File name to YAML text, for every kind of the group. */
  static Map<String, String> generate(Path scratch) throws IOException {
    new CRDGenerator()
        .inOutputDir(scratch.toFile())
        .withMinQuotes(true)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                return complete((CustomResourceDefinition) crd);
              }
            })
        .customResourceClasses(Palisade.KINDS)
        .detailedGenerate();
    Map<String, String> files = new TreeMap<>();
    try (var listing = Files.newDirectoryStream(scratch, "*.yml")) {
      for (Path file : listing) {
        String name = file.getFileName().toString().replace("-v1.yml", ".yaml");
        files.put(name, Files.readString(file));
      }
    }
    return files;
  }

  /** Written once, by the operator: there is nothing to say of them. */
  private static final Set<String> ARTEFACTS = Set.of("SecurityProfile", "SecurityProfileBlob");

  private static CustomResourceDefinition complete(CustomResourceDefinition crd) {
    String kind = crd.getSpec().getNames().getKind();
    boolean observation = kind.equals("NodeSecurityState");
    boolean artefact = ARTEFACTS.contains(kind);
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      version.getAdditionalPrinterColumns().sort(asDeclared(kind));
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      walk(root);
      if (observation || artefact) {
        version.setSubresources(null);
        root.getProperties().remove(observation ? "spec" : "status");
      }
      if (!observation) {
        root.setRequired(List.of("spec"));
      }
    }
    return crd;
  }

  /**
   * The generator sorts columns by path; people read them in the order in which the class declares
   * them.
   */
  private static Comparator<CustomResourceColumnDefinition> asDeclared(String kind) {
    List<String> declared =
        Palisade.KINDS.stream()
            .filter(type -> type.getSimpleName().equals(kind))
            .flatMap(type -> Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class)))
            .map(AdditionalPrinterColumn::name)
            .toList();
    return Comparator.comparingInt(column -> declared.indexOf(column.getName()));
  }

  private static void walk(JSONSchemaProps schema) {
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, property) -> {
            listType(name, property);
            walk(property);
          });
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      walk(schema.getItems().getSchema());
    }
  }

  private static boolean isOfWords(JSONSchemaProps list) {
    return list.getItems() != null && "string".equals(list.getItems().getSchema().getType());
  }

  /**
   * Keys of the lists of objects, by which server-side apply merges; lists of words without order
   * are sets.
   */
  private static void listType(String name, JSONSchemaProps property) {
    String key =
        switch (name) {
          case "containers",
              "files",
              "executables",
              "network",
              "ptrace",
              "mounts",
              "resourceLimits",
              "syscalls",
              "devices",
              "profiles" ->
              "name";
          case "signals" -> isOfWords(property) ? null : "name";
          case "conditions" -> "type";
          case "failedRevisions" -> "revision";
          case "pods" -> "uid";
          default -> null;
        };
    if (property.getItems() == null) {
      return;
    }
    JSONSchemaProps item = property.getItems().getSchema();
    if (name.equals("workloads") && item.getProperties().containsKey("uid")) {
      key = "uid";
    }
    if (key != null) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of(key));
    } else if (WORDS.contains(name)) {
      property.setXKubernetesListType("set");
    }
    if (name.equals("conditions")) {
      item.setRequired(List.of("status", "type"));
    }
    if (name.equals("paths")) {
      property.setXKubernetesListType("set");
      item.setMinLength(1L);
      item.setMaxLength(MAX_PATH_LENGTH);
    }
    if (name.equals("drop") || name.equals("add")) {
      item.setMaxLength(32L);
      item.setPattern("^[A-Za-z_]+$");
    }
  }
}
