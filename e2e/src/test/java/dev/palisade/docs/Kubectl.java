package dev.palisade.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code kubectl}: its verbs, the kinds they are about, and the files they are given. */
final class Kubectl {
  /** Verbs whose first argument is a kind, or KIND/NAME. */
  private static final Set<String> ABOUT_KINDS =
      Set.of("get", "describe", "delete", "label", "annotate", "patch", "wait", "explain", "edit");

  private static final Set<String> OTHERS =
      Set.of(
          "apply",
          "create",
          "replace",
          "logs",
          "exec",
          "rollout",
          "cordon",
          "uncordon",
          "drain",
          "auth",
          "version");

  /** Of Kubernetes itself, those that documents name. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "namespace",
          "namespaces",
          "node",
          "nodes",
          "pod",
          "pods",
          "deployment",
          "deployments",
          "daemonset",
          "endpointslices",
          "service",
          "events",
          "customresourcedefinitions",
          "job",
          "leases");

  /** Options that take their value as a word of its own. */
  private static final Set<String> VALUED =
      Set.of(
          "-n",
          "--namespace",
          "-f",
          "-o",
          "-l",
          "--as",
          "--as-group",
          "-c",
          "--context",
          "-p",
          "-L");

  private static final Set<String> KINDS = kinds();

  private Kubectl() {}

  static void check(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    if (!arguments.isEmpty() && arguments.getFirst().equals("palisade")) {
      Commands.palisade(arguments.subList(1, arguments.size()));
      return;
    }
    List<String> words = words(arguments);
    String verb = words.isEmpty() ? "" : words.getFirst();
    if (!ABOUT_KINDS.contains(verb) && !OTHERS.contains(verb)) {
      throw new Fault("nobody knows kubectl " + verb);
    }
    if (ABOUT_KINDS.contains(verb) && words.size() > 1) {
      for (String kind : words.get(1).split("[./].*", 2)[0].split(",", -1)) {
        if (!KINDS.contains(kind)) {
          throw new Fault("no kind is served as " + kind);
        }
      }
    }
    files(arguments, invocation.stdin());
  }

  /** What is applied must be what the CRDs let in. */
  private static void files(List<String> arguments, String stdin) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (!arguments.get(i).equals("-f")) {
        continue;
      }
      String file = arguments.get(i + 1);
      if (file.equals("-")) {
        Manifests.check("standard input", stdin);
      } else if (file.contains("/") && Files.isRegularFile(Checkout.root().resolve(file))) {
        Manifests.check(file, Commands.text(file));
      }
    }
  }

  /** Without options. */
  private static List<String> words(List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (VALUED.contains(arguments.get(i))) {
        i++;
      } else if (!arguments.get(i).startsWith("-")) {
        words.add(arguments.get(i));
      }
    }
    return words;
  }

  private static Set<String> kinds() {
    Set<String> all = new TreeSet<>(BUILT_IN);
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    try (Stream<Path> files = Files.list(Checkout.root().resolve("crds"))) {
      for (Path file : files.toList()) {
        JsonNode names = yaml.readTree(file.toFile()).at("/spec/names");
        all.addAll(Arrays.asList(names.get("plural").asText(), names.get("singular").asText()));
        names.get("shortNames").forEach(n -> all.add(n.asText()));
        names.get("categories").forEach(n -> all.add(n.asText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
