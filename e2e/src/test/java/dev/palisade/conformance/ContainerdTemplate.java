package dev.palisade.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The profile that containerd generates, out of the sources of the containerd that nodes run. */
final class ContainerdTemplate {
  private static final Pattern TEXT =
      Pattern.compile("const defaultTemplate = `(.*?)`", Pattern.DOTALL);

  private ContainerdTemplate() {}

  /** As on a node whose /etc/apparmor.d has ABI, tunables and abstractions. */
  static String rendered(String name) throws IOException {
    Path source = ContainerdSource.file("contrib/apparmor/template.go");
    Matcher text = TEXT.matcher(Files.readString(source));
    if (!text.find()) {
      throw new IllegalStateException("containerd's template is not where it was: " + source);
    }
    String profile =
        text.group(1)
            .replaceAll("(?s)\\{\\{if \\.RootlessKit}}.*?\\{\\{end}}", "")
            .replaceAll("(?s)\\{\\{if \\.Abi}}(.*?)\\{\\{end}}", "$1")
            .replaceAll(
                "(?s)\\{\\{range \\$value := \\.Imports}}.*?\\{\\{end}}",
                "#include <tunables/global>")
            .replaceAll(
                "(?s)\\{\\{range \\$value := \\.InnerImports}}.*?\\{\\{end}}",
                "#include <abstractions/base>")
            .replace("{{.Abi}}", "abi/3.0")
            .replace("{{.Name}}", name)
            .replace("{{.DaemonProfile}}", "unconfined");
    if (profile.contains("{{")) {
      throw new IllegalStateException("containerd's template has new parts:\n" + profile);
    }
    return profile;
  }
}
