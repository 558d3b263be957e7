package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SocketType;
import java.util.List;

/**
 * AppArmorProfile of the Security Profiles Operator. There everything is denied that is not
 * allowed, as on base {@code Restricted}.
 */
final class Spo {
  /** Where the base maps libraries from. */
  private static final List<String> LIBRARIES =
      List.of(
          "/lib/",
          "/lib32/",
          "/lib64/",
          "/usr/lib/",
          "/usr/lib32/",
          "/usr/lib64/",
          "/usr/local/lib/");

  private Spo() {}

  static Translation translate(JsonNode object) {
    Translation translation = Translation.of(object);
    JsonNode profile = object.path("spec").path("abstract");
    translation.in(List.of(), said -> said(profile, translation, said));
    translation.unsaidIfPresent(
        object.path("spec"), "policy", "text of a policy; import it as a profile");
    return translation;
  }

  private static void allow(JsonNode paths, Said said, FileAccess... access) {
    paths.forEach(p -> said.file(RuleAction.Allow, List.of(access), FileOwner.Any, p.asText()));
  }

  private static void said(JsonNode profile, Translation translation, Said said) {
    JsonNode files = profile.path("filesystem");
    said.restrict();
    allow(files.path("readOnlyPaths"), said, FileAccess.Read);
    allow(files.path("writeOnlyPaths"), said, FileAccess.Write);
    allow(files.path("readWritePaths"), said, FileAccess.Read, FileAccess.Write);
    JsonNode executable = profile.path("executable");
    executable.path("allowedExecutables").forEach(p -> said.execute(RuleAction.Allow, p.asText()));
    for (String library : Translation.texts(executable.path("allowedLibraries"))) {
      if (LIBRARIES.stream().noneMatch(library::startsWith)) {
        said.execute(RuleAction.Allow, library);
        translation.unsaid(library, "who may map it as a library may run it, too");
      }
    }
    JsonNode network = profile.path("network");
    if (network.path("allowRaw").asBoolean()) {
      said.network(RuleAction.Allow, List.of(), List.of(SocketType.Raw));
    }
    JsonNode protocols = network.path("allowedProtocols");
    if (protocols.path("allowTcp").asBoolean()) {
      said.network(RuleAction.Allow, Said.INTERNET, List.of(SocketType.Stream));
    }
    if (protocols.path("allowUdp").asBoolean()) {
      said.network(RuleAction.Allow, Said.INTERNET, List.of(SocketType.Dgram));
    }
    said.keepOnly(Translation.texts(profile.path("capability").path("allowedCapabilities")));
  }
}
