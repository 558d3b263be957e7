package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SocketType;
import java.util.List;

/**
 * AppArmorProfile of the Security Profiles Operator. There everything is denied that is not
 * allowed; here what can be denied is, and the rest is told.
 */
final class Spo {
  private static final String NO_ALLOW_LISTS =
      "an allow list needs base: Restricted, which is to be written by hand";

  private Spo() {}

  static Translation translate(JsonNode object) {
    Translation translation = Translation.of(object);
    JsonNode profile = object.path("spec").path("abstract");
    translation.in(List.of(), said -> said(profile, translation, said));
    translation.unsaidIfPresent(
        object.path("spec"), "policy", "text of a policy; import it as a profile");
    return translation;
  }

  private static void deny(FileAccess access, String path, Said said) {
    said.file(RuleAction.Deny, List.of(access), FileOwner.Any, path);
  }

  private static void said(JsonNode profile, Translation translation, Said said) {
    JsonNode files = profile.path("filesystem");
    files.path("readOnlyPaths").forEach(p -> deny(FileAccess.Write, p.asText(), said));
    files.path("writeOnlyPaths").forEach(p -> deny(FileAccess.Read, p.asText(), said));
    translation.unsaid("filesystem", "what is not listed is allowed here: " + NO_ALLOW_LISTS);
    translation.unsaidIfPresent(profile, "executable", NO_ALLOW_LISTS);
    JsonNode network = profile.path("network");
    if (!network.path("allowRaw").asBoolean()) {
      said.preset("no-raw-network");
    }
    JsonNode protocols = network.path("allowedProtocols");
    if (!protocols.path("allowTcp").asBoolean()) {
      said.network(RuleAction.Deny, Said.INTERNET, List.of(SocketType.Stream));
    }
    if (!protocols.path("allowUdp").asBoolean()) {
      said.network(RuleAction.Deny, Said.INTERNET, List.of(SocketType.Dgram));
    }
    said.keepOnly(Translation.texts(profile.path("capability").path("allowedCapabilities")));
  }
}
