package dev.palisade.policy;

import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.PathSyntax;
import dev.palisade.policy.apparmor.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the paths of a rule. */
final class PathReader {
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

  static List<Glob> globs(String at, Draft.PathRule rule, List<Problem> problems) {
    var globs = new ArrayList<Glob>();
    if (rule.paths().isEmpty() || rule.paths().size() > MAX_PATHS) {
      problems.add(
          Problem.error(
              at + ".paths",
              rule.paths().isEmpty()
                  ? "paths is missing; write at least one path"
                  : "%d paths; write at most %d in one rule"
                      .formatted(rule.paths().size(), MAX_PATHS)));
    }
    for (int i = 0; i < rule.paths().size(); i++) {
      switch (PathSyntax.read(rule.paths().get(i))) {
        case PathSyntax.Reading.Accepted(Glob glob) -> globs.add(glob);
        case PathSyntax.Reading.Refused(String message) ->
            problems.add(Problem.error(at + ".paths[" + i + "]", message));
      }
    }
    return globs;
  }

  /** The kernel compares the resolved path: a rule about a link matches nothing. */
  static void warnAboutLinks(String at, Draft.PathRule rule, List<Problem> problems) {
    for (int i = 0; i < rule.paths().size(); i++) {
      String path = rule.paths().get(i);
      String where = at + ".paths[" + i + "]";
      if (MERGED_USR.matcher(path).matches()) {
        String resolved = "/usr" + path;
        if (!rule.paths().contains(resolved)) {
          problems.add(
              Problem.warning(
                  where,
                  "%s is a link in images with a merged /usr, and the kernel sees what it points to; write %s as well"
                      .formatted(Quoted.of(path), Quoted.of(resolved))));
        }
      } else if (USUAL_LINK.matcher(path).matches()) {
        problems.add(
            Problem.warning(
                where,
                "%s is a link in most images, and the kernel sees what it points to; write the program it resolves to"
                        .formatted(Quoted.of(path))
                    + " as well (readlink -f in the container shows it)"));
      }
    }
  }
}
