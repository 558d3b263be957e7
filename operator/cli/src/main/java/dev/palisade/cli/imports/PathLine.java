package dev.palisade.cli.imports;

import dev.palisade.api.v1alpha1.FileAccess;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule about a path, without its qualifiers: {@code /etc/hosts r} or {@code r /etc/hosts}. */
record PathLine(String path, String letters) {
  private static final Pattern PATH_FIRST =
      Pattern.compile(
          "(?:file\\s+)?(?:\"([^\"]+)\"|([/@]\\S*))\\s+([rwaklmixpPcCuU]+)(?:\\s*->.*)?");
  private static final Pattern PATH_LAST =
      Pattern.compile("(?:file\\s+)?([rwaklmixpPcCuU]+)\\s+(?:\"([^\"]+)\"|([/@]\\S*))");

  /** How a program may be run under another profile. */
  private static final String ENTERED = "pPcCuU";

  static Optional<PathLine> of(String body) {
    Matcher first = PATH_FIRST.matcher(body);
    if (first.matches()) {
      return Optional.of(
          new PathLine(first.group(1) != null ? first.group(1) : first.group(2), first.group(3)));
    }
    Matcher last = PATH_LAST.matcher(body);
    return last.matches()
        ? Optional.of(
            new PathLine(last.group(2) != null ? last.group(2) : last.group(3), last.group(1)))
        : Optional.empty();
  }

  /** Mapping alone has no word here; Write is locking and linking too. */
  Set<FileAccess> access() {
    Set<FileAccess> access = EnumSet.noneOf(FileAccess.class);
    for (int i = 0; i < letters.length(); i++) {
      switch (letters.charAt(i)) {
        case 'r' -> access.add(FileAccess.Read);
        case 'w' -> access.add(FileAccess.Write);
        case 'a' -> access.add(FileAccess.Append);
        case 'k' -> access.add(FileAccess.Lock);
        case 'l' -> access.add(FileAccess.Link);
        case 'x' -> access.add(FileAccess.Execute);
        default -> {
          // How a program that may be executed goes on, and mapping.
        }
      }
    }
    if (access.contains(FileAccess.Write)) {
      access.removeAll(EnumSet.of(FileAccess.Append, FileAccess.Lock, FileAccess.Link));
    }
    return new LinkedHashSet<>(access);
  }

  /** What of it gets lost where it allows. */
  Optional<String> lost() {
    boolean runs = access().contains(FileAccess.Execute);
    if (runs && letters.chars().anyMatch(c -> ENTERED.indexOf(c) >= 0)) {
      return Optional.of("a program that is run stays under its container's profile here");
    }
    return !runs && letters.contains("m")
        ? Optional.of("mapping without running has no word here; the base maps libraries")
        : Optional.empty();
  }
}
