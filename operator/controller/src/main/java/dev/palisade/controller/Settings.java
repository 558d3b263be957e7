package dev.palisade.controller;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operator is told from outside.
 *
 * @param namespace its own: the Lease and the helper pods are there
 * @param parser the pinned {@code apparmor_parser}
 * @param watch namespaces whose policies it obeys; empty: all
 * @param leaderElection off when another process guarantees that there is only one
 * @param resync at least so often every policy is looked at
 */
public record Settings(
    String namespace,
    Path parser,
    Set<String> watch,
    boolean leaderElection,
    int healthPort,
    Duration resync,
    Clock clock) {
  private static final Duration RESYNC = Duration.ofMinutes(3);
  private static final Set<String> LOG_FORMATS = Set.of("json", "text");

  public Settings {
    watch = Set.copyOf(watch);
  }

  /** For a process: see README.md of this module. */
  public static Settings fromEnvironment(Map<String, String> env) {
    String namespace = env.get("PALISADE_NAMESPACE");
    if (namespace == null || namespace.isBlank()) {
      throw new IllegalArgumentException(
          "PALISADE_NAMESPACE is not set: give the namespace the operator runs in (metadata.namespace)");
    }
    // Read by logback.xml, which would be silent about a mistake, and about everything else.
    String format = env.getOrDefault("PALISADE_LOG_FORMAT", "json");
    if (!LOG_FORMATS.contains(format)) {
      throw new IllegalArgumentException(
          "PALISADE_LOG_FORMAT is \"" + format + "\": write json or text");
    }
    return new Settings(
        namespace,
        Path.of(env.getOrDefault("PALISADE_PARSER", "/usr/sbin/apparmor_parser")),
        namespaces(env.getOrDefault("PALISADE_WATCH_NAMESPACES", "")),
        Boolean.parseBoolean(env.getOrDefault("PALISADE_LEADER_ELECTION", "true")),
        port(env.getOrDefault("PALISADE_HEALTH_PORT", "8080")),
        RESYNC,
        Clock.systemUTC());
  }

  /** For a test in the same process: no Lease, no health port of its own. */
  public static Settings inProcess(String namespace, Path parser) {
    return new Settings(namespace, parser, Set.of(), false, 0, RESYNC, Clock.systemUTC());
  }

  /** The same, with another clock. */
  public Settings withClock(Clock other) {
    return new Settings(namespace, parser, watch, leaderElection, healthPort, resync, other);
  }

  /** The same, with another parser. */
  public Settings withParser(Path other) {
    return new Settings(namespace, other, watch, leaderElection, healthPort, resync, clock);
  }

  /** The same, as one of several processes of which one leads. */
  public Settings withLeaderElection() {
    return new Settings(namespace, parser, watch, true, healthPort, resync, clock);
  }

  private static Set<String> namespaces(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below with the way out.
    }
    throw new IllegalArgumentException(
        "PALISADE_HEALTH_PORT is \"" + text + "\": give a port from 0 to 65535");
  }
}
