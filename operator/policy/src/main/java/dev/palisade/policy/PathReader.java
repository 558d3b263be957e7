package dev.palisade.policy;

import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.PathSyntax;
import dev.palisade.policy.apparmor.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the paths of a rule. */
final class PathReader {
  static final String PATHS = "paths";

  /** As the CRD has it. */
  static final int MAX_PATHS = 64;

  /** On systems with a merged /usr these directories are links to /usr/bin, /usr/lib and so on. */
  private static final Pattern MERGED_USR =
      Pattern.compile("/(bin|sbin|lib|lib32|lib64|libx32)/.*");

  /** Names that are usually links to the program itself, through /etc/alternatives or directly. */
  private static final Pattern USUAL_LINK =
      Pattern.compile(
          "/usr/s?bin/(sh|awk|nawk|editor|pager|vi|view|ex|nc|netcat|python|python3|java|which)");

  private PathReader() {}

  static List<Glob> globs(RuleFields rule) {
    return globs(rule, PATHS, MAX_PATHS);
  }

  /**
   * The paths of a field.
   *
   * @param most that it may have
   */
  static List<Glob> globs(RuleFields rule, String field, int most) {
    List<String> paths = rule.texts(field);
    if (paths.size() > most) {
      rule.error(field, "%d %s; write at most %d in one rule".formatted(paths.size(), field, most));
    }
    var globs = new ArrayList<Glob>();
    for (int i = 0; i < paths.size(); i++) {
      switch (PathSyntax.read(paths.get(i))) {
        case PathSyntax.Reading.Accepted(Glob glob) -> globs.add(glob);
        case PathSyntax.Reading.Refused(String message) ->
            rule.error(field + "[" + i + "]", message);
      }
    }
    return globs;
  }

  /** The kernel compares the resolved path: a rule about a link matches nothing. */
  static void warnAboutLinks(RuleFields rule, String field) {
    List<String> paths = rule.texts(field);
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      String where = field + "[" + i + "]";
      if (MERGED_USR.matcher(path).matches()) {
        String resolved = "/usr" + path;
        if (!paths.contains(resolved)) {
          rule.warning(
              where,
              "%s is a link in images with a merged /usr, and the kernel sees what it points to; write %s as well"
                  .formatted(Quoted.of(path), Quoted.of(resolved)));
        }
      } else if (USUAL_LINK.matcher(path).matches()) {
        rule.warning(
            where,
            "%s is a link in most images, and the kernel sees what it points to; write the program it resolves to"
                    .formatted(Quoted.of(path))
                + " as well (readlink -f in the container shows it)");
      }
    }
  }
}
