package dev.palisade.policy.meaning;

import dev.palisade.policy.apparmor.Glob;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Directories and files that are links in every container, or in nearly every image. */
final class KnownLinks {
  private static final Map<String, String> LINKS =
      new TreeMap<>(
          Map.of(
              "/proc/self/", "/proc/*/",
              "/proc/thread-self/", "/proc/*/task/*/",
              "/proc/mounts", "/proc/*/mounts",
              "/proc/net/", "/proc/*/net/",
              "/dev/fd/", "/proc/*/fd/",
              "/dev/stdin", "/proc/*/fd/0",
              "/dev/stdout", "/proc/*/fd/1",
              "/dev/stderr", "/proc/*/fd/2",
              "/var/run/", "/run/",
              "/var/lock/", "/run/lock/"));

  private KnownLinks() {}

  /** What to write instead, if the pattern begins with such a link. */
  static Optional<String> resolved(Glob path) {
    String written = path.written();
    return LINKS.entrySet().stream()
        .filter(link ->
            link.getKey().endsWith("/")
                ? written.startsWith(link.getKey())
                : written.equals(link.getKey()))
        .findFirst()
        .map(link -> link.getValue() + written.substring(link.getKey().length()));
  }
}
