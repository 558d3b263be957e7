package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** VarmorPolicy and VarmorClusterPolicy, {@code crd.varmor.org/v1beta1}. */
final class Varmor {
  private static final String CAPABILITY = "disable-cap-";

  private Varmor() {}

  static Translation translate(JsonNode object) {
    Translation translation = Translation.of(object);
    JsonNode target = object.path("spec").path("target");
    target
        .path("selector")
        .path("matchLabels")
        .properties()
        .forEach(l -> translation.labels.put(l.getKey(), l.getValue().asText()));
    translation.unsaidIfPresent(
        target, "name", "a SecurityPolicy selects by labels of the pod template, not by name");
    JsonNode policy = object.path("spec").path("policy");
    List<String> containers = Translation.texts(target.path("containers"));
    String mode = policy.path("mode").asText();
    translation.in(containers, said -> {});
    switch (mode) {
      case "EnhanceProtect" ->
          translation.in(
              containers, said -> protect(policy.path("enhanceProtect"), translation, said));
      case "RuntimeDefault" -> {
        // The base alone.
      }
      default ->
          translation.unsaid("mode " + mode, "only what RuntimeDefault denies is taken over");
    }
    return translation;
  }

  private static void protect(JsonNode protect, Translation translation, Said said) {
    for (String list : List.of("hardeningRules", "vulMitigationRules")) {
      protect.path(list).forEach(rule -> rule(rule.asText(), translation, said));
    }
    for (JsonNode group : protect.path("attackProtectionRules")) {
      if (group.path("targets").isEmpty()) {
        group.path("rules").forEach(rule -> rule(rule.asText(), translation, said));
      } else {
        translation.unsaid(
            "attackProtectionRules for "
                + String.join(", ", Translation.texts(group.path("targets"))),
            "a preset is for every process; write its rules out, with programs");
      }
    }
    translation.unsaidIfPresent(
        protect,
        "appArmorRawRules",
        "text of a policy never becomes a rule as it is; import it as a profile");
    translation.unsaidIfPresent(protect, "bpfRawRules", "there is no BPF enforcer");
    Seccomp.denials(protect.path("syscallRawRules"), translation, said);
    translation.unsaidIfPresent(protect, "privileged", "a privileged container is not assignable");
  }

  /** Written with {@code _} or {@code -}, in any case (vArmor's own reader). */
  private static void rule(String written, Translation translation, Said said) {
    String id = written.toLowerCase(Locale.ROOT).replace('_', '-');
    Known known = Known.in("vArmor", id);
    if (known.row().isMissingNode() && id.startsWith(CAPABILITY)) {
      said.drop(id.substring(CAPABILITY.length()).replace('-', '_'));
    } else {
      known.apply(translation, said);
    }
  }
}
