package dev.palisade.bed;

import java.util.Optional;

/** What a suite needs of the bed besides its control plane. */
public enum Nodes {
  /** Control plane and kwok only: pods run nowhere, kwok says they do. */
  NONE("none", "it", ""),

  /** The same once more, for what is of the whole cluster: {@link WholeCluster}. */
  WHOLE("none", "it", "-whole"),

  /** Virtual machines: two that enforce AppArmor and one whose kernel has it switched off. */
  APPARMOR("vm", "e2e", "");

  private final String option;
  private final String instance;
  private final String suffix;

  Nodes(String option, String instance, String suffix) {
    this.option = option;
    this.instance = instance;
    this.suffix = suffix;
  }

  /**
   * Value of {@code bed up --nodes}. The environment variable {@code BED_NODES} names the machines
   * where a case needs fewer than there are.
   */
  String option() {
    return this == APPARMOR
        ? Optional.ofNullable(System.getenv("BED_NODES")).orElse(option)
        : option;
  }

  /** Name of the bed: by the environment variable {@code BED}, where that is set. */
  String instance() {
    return Optional.ofNullable(System.getenv("BED")).orElse(instance) + suffix;
  }
}
