package dev.palisade.conformance;

import dev.palisade.policy.apparmor.PathSyntax;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Paths of a small world, near the places that the base treats differently. */
final class SamplePaths {
  private static final List<String> ROOTS =
      List.of(
          "/",
          "/a/",
          "/a/b/",
          "/proc/",
          "/proc/sys/",
          "/proc/sys/kernel/",
          "/proc/1/",
          "/sys/",
          "/sys/fs/",
          "/sys/fs/cgroup/",
          "/sys/firmware/",
          "/sys/kernel/security/");

  private static final List<String> SEGMENTS =
      List.of("a", "b", "ab", "aa", "a b", "shmmax", "1", "é");

  private static final List<String> WILDCARDS =
      List.of("*", "**", "a*", "*a", "?", "a?", "**/a", "*/b");

  private final Random random;
  private final PathGenerator near;

  SamplePaths(Random random) {
    this.random = random;
    this.near = new PathGenerator(random);
  }

  /** As a policy may write it. */
  String pattern() {
    while (true) {
      var pattern = new StringBuilder(any(ROOTS));
      for (int more = random.nextInt(3); more > 0; more--) {
        pattern.append(any(SEGMENTS)).append('/');
      }
      pattern.append(random.nextInt(2) == 0 ? any(WILDCARDS) : any(SEGMENTS));
      if (random.nextInt(6) == 0) {
        pattern.append('/').append(random.nextInt(3) == 0 ? "" : any(WILDCARDS));
      }
      if (PathSyntax.read(pattern.toString()) instanceof PathSyntax.Reading.Accepted) {
        return pattern.toString();
      }
    }
  }

  /** A path that some pattern matches, or that differs from such a one in a place. */
  String name(Sample sample) {
    String pattern =
        sample.parts().isEmpty() || random.nextInt(4) == 0
            ? pattern()
            : pathOf(sample.parts().get(random.nextInt(sample.parts().size())).text());
    return nearlyOf(pattern);
  }

  /** The same of one part. */
  String name(Sample.Part part) {
    return nearlyOf(pathOf(part.text()));
  }

  private String nearlyOf(String pattern) {
    byte[] name = filled(pattern).getBytes(StandardCharsets.UTF_8);
    byte[] asked = random.nextInt(3) == 0 ? near.nearMiss(name) : name;
    return new String(asked, StandardCharsets.ISO_8859_1);
  }

  /**
   * The base's {@code [^f]} matches also the zero byte between name and target: no link can have
   * such a name, for it is that of a directory or would lie in {@code /sys}.
   */
  String linkName(Sample sample) {
    while (true) {
      String name = name(sample);
      if (!name.endsWith("/") && !Set.of("/sys/f", "/sys/fs/c", "/sys/fs/cg").contains(name)) {
        return name;
      }
    }
  }

  private String pathOf(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? pattern() : text.substring(slash).replace("]", "");
  }

  private String filled(String pattern) {
    var name = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '?') {
        name.append(any(List.of("a", "b", "1")));
      } else if (c != '*') {
        name.append(c);
      } else if (pattern.startsWith("**", i)) {
        name.append(any(SEGMENTS)).append(random.nextBoolean() ? "" : "/" + any(SEGMENTS));
        i++;
      } else {
        name.append(random.nextInt(8) == 0 ? "" : any(SEGMENTS));
      }
    }
    return name.toString();
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
