package dev.palisade.cli.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The paths that a pattern of AppArmor stands for: one for each alternative of each {@code {a,b}}.
 */
final class Alternatives {
  /** More of them are left as they are, which is no path here. */
  private static final int MAX = 64;

  /** What every installation has (tunables/global). */
  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          "@{PROC}", List.of("/proc"),
          "@{HOMEDIRS}", List.of("/home"),
          "@{HOME}", List.of("/home/*", "/root"),
          "@{sys}", List.of("/sys"),
          "@{run}", List.of("/run", "/var/run"));

  private Alternatives() {}

  static List<String> of(String pattern) {
    List<String> paths = List.of(pattern);
    for (var variable : VARIABLES.entrySet()) {
      var next = new ArrayList<String>();
      for (String path : paths) {
        if (path.contains(variable.getKey())) {
          variable.getValue().forEach(v -> next.add(path.replace(variable.getKey(), v)));
        } else {
          next.add(path);
        }
      }
      paths = next;
    }
    var spelled = new ArrayList<String>();
    for (String path : paths) {
      spell(path.replace("//", "/"), spelled);
    }
    return spelled.size() > MAX ? List.of(pattern) : spelled;
  }

  /** The innermost first: what is within it has no braces. */
  private static void spell(String path, List<String> spelled) {
    int end = path.indexOf('}');
    int begin = end < 0 ? -1 : path.lastIndexOf('{', end);
    if (begin < 0 || spelled.size() > MAX) {
      if (!spelled.contains(path)) {
        spelled.add(path);
      }
      return;
    }
    for (String alternative : path.substring(begin + 1, end).split(",", -1)) {
      spell(path.substring(0, begin) + alternative + path.substring(end + 1), spelled);
    }
  }
}
