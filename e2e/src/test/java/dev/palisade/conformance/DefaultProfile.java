package dev.palisade.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The profiles that container runtimes generate, out of their sources. */
enum DefaultProfile {
  CONTAINERD {
    @Override
    Path source() {
      return ContainerdSource.file("contrib/apparmor/template.go");
    }
  },
  DOCKER {
    @Override
    Path source() throws IOException {
      return new GoModule(
              "github.com/moby/profiles/apparmor",
              "v0.1.0",
              "h1:dMUt6fqdOeU9tfKjntPN9hBY1C5tJtsUWZNiIuHK8QM=")
          .file("template.go");
    }
  },
  /** As CRI-O 1.34 has it. */
  CRIO {
    @Override
    Path source() throws IOException {
      return new GoModule(
              "github.com/containers/common",
              "v0.63.0",
              "h1:ox6vgUYX5TSvt4W+bE36sYBVz/aXMAfRGVAgvknSjBg=")
          .file("pkg/apparmor/apparmor_linux_template.go");
    }
  };

  private static final Pattern TEXT =
      Pattern.compile(
          "const (?:defaultTemplate|baseTemplate|defaultProfileTemplate) = `(.*?)`",
          Pattern.DOTALL);

  abstract Path source() throws IOException;

  /**
   * As on a node whose /etc/apparmor.d has tunables and abstractions, and whose parser takes a text
   * without an ABI to be of 3.0 (parser.conf, {@code policy-features}).
   */
  String rendered(String name) throws IOException {
    Matcher text = TEXT.matcher(Files.readString(source()));
    if (!text.find()) {
      throw new IllegalStateException("the template is not where it was: " + source());
    }
    String profile =
        text.group(1)
            .replaceAll("(?s)\\{\\{if \\.RootlessKit}}.*?\\{\\{end}}", "")
            .replaceAll("(?s)\\{\\{if \\.Abi}}.*?\\{\\{end}}", "")
            .replaceAll("(?s)\\{\\{if ge \\.Version \\d+}}(.*?)\\{\\{end}}", "$1")
            .replaceAll(
                "(?s)\\{\\{range \\$value := \\.Imports}}.*?\\{\\{end}}",
                "#include <tunables/global>")
            .replaceAll(
                "(?s)\\{\\{range \\$value := \\.InnerImports}}.*?\\{\\{end}}",
                "#include <abstractions/base>")
            .replace("{{.Name}}", name)
            .replace("{{.DaemonProfile}}", "unconfined");
    if (profile.contains("{{")) {
      throw new IllegalStateException("the template has new parts:\n" + profile);
    }
    return "abi <abi/3.0>,\n" + profile;
  }
}
