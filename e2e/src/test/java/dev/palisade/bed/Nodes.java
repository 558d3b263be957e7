package dev.palisade.bed;

import java.util.Map;
import java.util.Optional;

/** What a test class needs of the bed besides its control plane, and which of the beds it is on. */
public enum Nodes {
  /** Control plane and kwok only, made by the bed itself: pods run nowhere, kwok says they do. */
  NONE("none", "it", ""),

  /** The same once more, for what is of the whole cluster: {@link WholeCluster}. */
  WHOLE("none", "it", "-whole"),

  /**
   * Virtual machines: two that enforce AppArmor and one whose kernel has it switched off. Who makes
   * the cluster says the environment variable {@code E2E_CLUSTER}.
   */
  APPARMOR("vm", "e2e", ""),

  /**
   * The same once more, for a case that takes as long as all others; where the environment variable
   * {@code BED_CLUSTERS} is not 2, it is that cluster.
   */
  APPARMOR_TOO("vm", "e2e", "-too"),

  /** One machine of the native bed. */
  NATIVE("node1", "e2e", "-native");

  private final String option;
  private final String instance;
  private final String suffix;

  Nodes(String option, String instance, String suffix) {
    this.option = option;
    this.instance = instance;
    this.suffix = suffix;
  }

  /** Itself, or the one that stands for it here. */
  Nodes here() {
    return this == APPARMOR_TOO && !"2".equals(System.getenv("BED_CLUSTERS")) ? APPARMOR : this;
  }

  /** Value of {@code bed up --nodes}. */
  String option() {
    return option;
  }

  /** Whether pods run there, and images are needed. */
  boolean runPods() {
    return !option.equals("none");
  }

  /** What {@code bed up} needs in its environment beside the name. */
  Map<String, String> environment() {
    return switch (this) {
      case NONE, WHOLE, NATIVE -> Map.of("E2E_CLUSTER", "native");
      case APPARMOR, APPARMOR_TOO -> Map.of();
    };
  }

  /** Name of the bed: by the environment variable {@code BED}, where that is set. */
  String instance() {
    return Optional.ofNullable(System.getenv("BED")).orElse(instance) + suffix;
  }
}
