package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SocketType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * KubeArmorPolicy and KubeArmorClusterPolicy (the specification of KubeArmor 1.7). An action may
 * stand at each rule, at each kind, or once for all; it is Block where it is left out.
 */
final class KubeArmor {
  private static final String CONTAINER = "kubearmor.io/container.name";

  private final Translation translation;
  private final JsonNode spec;
  private final List<String> containers;

  private KubeArmor(Translation translation, JsonNode spec, List<String> containers) {
    this.translation = translation;
    this.spec = spec;
    this.containers = containers;
  }

  static Translation translate(JsonNode object) {
    Translation translation = Translation.of(object);
    JsonNode spec = object.path("spec");
    String names = "";
    for (var label : spec.path("selector").path("matchLabels").properties()) {
      if (label.getKey().equals(CONTAINER)) {
        names = label.getValue().asText();
      } else {
        translation.labels.put(label.getKey(), label.getValue().asText());
      }
    }
    List<String> containers =
        Arrays.stream(names.replaceAll("[\\[\\]\\s]", "").split(",", -1))
            .filter(n -> !n.isEmpty())
            .toList();
    new KubeArmor(translation, spec, containers).translate();
    return translation;
  }

  private void translate() {
    translation.in(containers, said -> {});
    translation.unsaidIfPresent(
        spec.path("selector"),
        "matchExpressions",
        "a SecurityPolicy selects pods of its own namespace by labels; write one for each namespace");
    JsonNode process = spec.path("process");
    each(
        process,
        "matchPaths",
        (rule, said) -> said.execute(action(rule, process), rule.path("path").asText()));
    each(
        process,
        "matchDirectories",
        (rule, said) -> said.execute(action(rule, process), below(rule)));
    each(
        process,
        "matchPatterns",
        (rule, said) -> said.execute(action(rule, process), rule.path("pattern").asText()));
    JsonNode file = spec.path("file");
    each(
        file,
        "matchPaths",
        (rule, said) ->
            said.file(action(rule, file), access(rule), FileOwner.Any, rule.path("path").asText()));
    each(
        file,
        "matchDirectories",
        (rule, said) -> said.file(action(rule, file), access(rule), FileOwner.Any, below(rule)));
    each(
        file,
        "matchPatterns",
        (rule, said) ->
            said.file(
                action(rule, file), access(rule), FileOwner.Any, rule.path("pattern").asText()));
    JsonNode network = spec.path("network");
    each(network, "matchProtocols", (rule, said) -> protocol(rule, action(rule, network), said));
    JsonNode capabilities = spec.path("capabilities");
    each(capabilities, "matchCapabilities", (rule, said) -> capability(rule, capabilities, said));
    each(spec, "presets", this::preset);
    syscalls(spec.path("syscalls"));
    translation.unsaidIfPresent(
        spec, "apparmor", "text of a policy never becomes a rule as it is; import it as a profile");
    for (String about : List.of("severity", "tags", "message")) {
      translation.unsaidIfPresent(
          spec, about, "labels and annotations of the policy carry it; a denial names its rule");
    }
  }

  /** Theirs audit only, whatever their action is. */
  private void syscalls(JsonNode syscalls) {
    for (JsonNode rule : syscalls.path("matchSyscalls")) {
      if (rule.path("fromSource").isEmpty()) {
        translation.in(
            containers,
            said -> Seccomp.logged(Translation.texts(rule.path("syscall")), translation, said));
      } else {
        translation.unsaid(
            "syscalls fromSource", "a seccomp filter holds for every program of a container");
      }
    }
    translation.unsaidIfPresent(syscalls, "matchPaths", "a seccomp filter sees no paths");
  }

  private void each(JsonNode at, String list, BiConsumer<JsonNode, Said> rule) {
    for (JsonNode one : at.path(list)) {
      if (isSayable(one, at)) {
        List<String> programs = programs(one);
        translation.in(containers, said -> rule.accept(one, said.only(programs)));
      }
    }
  }

  private boolean isSayable(JsonNode rule, JsonNode kind) {
    String part = rule.properties().iterator().next().getValue().asText();
    Optional<String> source = sourceProblem(rule);
    if (source.isPresent()) {
      translation.unsaid(part, source.get());
    } else if (rule.path("ownerOnly").asBoolean()) {
      translation.unsaid(part, "ownerOnly allows the owner; a rule here can only deny one's own");
    } else if (word(rule, kind).equalsIgnoreCase("Allow")) {
      translation.unsaid(
          part, "action Allow needs base: Restricted, which is to be written by hand");
    } else {
      return true;
    }
    return false;
  }

  /** A source may also be a directory there. */
  private static Optional<String> sourceProblem(JsonNode rule) {
    JsonNode sources = rule.path("fromSource");
    if (!sources.isEmpty() && rule.has("capability")) {
      return Optional.of("fromSource of a capability: it is dropped for a container as a whole");
    }
    return sources.size() != programs(rule).size()
        ? Optional.of("fromSource is a directory: rules for some programs alone name each")
        : ProgramPaths.problem(programs(rule));
  }

  private static List<String> programs(JsonNode rule) {
    return rule.path("fromSource")
        .valueStream()
        .map(s -> s.path("path").asText(""))
        .filter(p -> !p.isEmpty())
        .toList();
  }

  private String word(JsonNode rule, JsonNode kind) {
    return Optional.of(rule.path("action").asText(""))
        .filter(a -> !a.isEmpty())
        .or(() -> Optional.of(kind.path("action").asText("")).filter(a -> !a.isEmpty()))
        .orElse(spec.path("action").asText("Block"));
  }

  private RuleAction action(JsonNode rule, JsonNode kind) {
    return word(rule, kind).equalsIgnoreCase("Audit") ? RuleAction.Audit : RuleAction.Deny;
  }

  private static String below(JsonNode rule) {
    return rule.path("dir").asText() + (rule.path("recursive").asBoolean() ? "**" : "*");
  }

  /** What readOnly leaves is reading. */
  private static List<FileAccess> access(JsonNode rule) {
    return rule.path("readOnly").asBoolean()
        ? List.of(FileAccess.Write)
        : List.of(FileAccess.Read, FileAccess.Write);
  }

  private void protocol(JsonNode rule, RuleAction action, Said said) {
    String protocol = rule.path("protocol").asText().toLowerCase(Locale.ROOT);
    switch (protocol) {
      case "tcp" -> said.network(action, Said.INTERNET, List.of(SocketType.Stream));
      case "udp" -> said.network(action, Said.INTERNET, List.of(SocketType.Dgram));
      case "icmp", "raw" -> said.network(action, List.of(), List.of(SocketType.Raw));
      case "all" -> said.network(action, List.of(), List.of());
      default -> translation.unsaid("protocol " + protocol, "AppArmor knows families and types");
    }
  }

  private void capability(JsonNode rule, JsonNode kind, Said said) {
    String name = rule.path("capability").asText();
    if (action(rule, kind) == RuleAction.Audit) {
      translation.unsaid("capability " + name, "a capability is dropped or not; no rule audits it");
    } else {
      said.drop(name);
    }
  }

  private void preset(JsonNode rule, Said said) {
    Known.in("KubeArmor", "preset " + rule.path("name").asText()).apply(translation, said);
  }
}
