package dev.palisade.policy;

import java.util.List;
import java.util.Optional;

/**
 * A policy as it was written, before anything about it is known to hold. Lists that are absent are
 * empty, words that are absent are empty.
 */
public record Draft(
    String namespace,
    String name,
    String mode,
    Container defaultContainer,
    List<Container> containers) {

  /** Rules of one container; the name of the pod level is {@link Container#DEFAULT}. */
  public record Container(
      String name,
      String base,
      List<PathRule> files,
      List<PathRule> executables,
      Optional<Capabilities> capabilities) {
    /** Stands for the pod level where a container's name stands; no container can be called so. */
    public static final String DEFAULT = "_default";
  }

  /** {@code access} is empty for rules about executables. */
  public record PathRule(String name, String action, List<String> paths, List<String> access) {}

  public record Capabilities(List<String> drop, List<String> add) {}
}
