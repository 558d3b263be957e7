package dev.palisade.cli.imports;

import dev.palisade.api.v1alpha1.FileOwner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule of a profile with what stands before it (apparmor.d(5), QUALIFIERS).
 *
 * @param text as it was written
 * @param body without qualifiers and the comma behind it
 */
record RuleLine(String text, boolean denies, boolean audits, FileOwner owner, String body) {
  private static final Pattern QUALIFIED =
      Pattern.compile("(audit\\s+)?(deny\\s+|allow\\s+)?(owner\\s+)?(.*)", Pattern.DOTALL);

  static RuleLine of(String text) {
    Matcher qualified = QUALIFIED.matcher(text.replaceAll(",$", "").strip());
    if (!qualified.matches()) {
      throw new IllegalStateException("everything is optional in " + QUALIFIED);
    }
    return new RuleLine(
        text,
        qualified.group(2) != null && qualified.group(2).startsWith("deny"),
        qualified.group(1) != null,
        qualified.group(3) == null ? FileOwner.Any : FileOwner.Self,
        qualified.group(4).strip());
  }
}
