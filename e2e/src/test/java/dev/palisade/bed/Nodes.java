package dev.palisade.bed;

import java.util.Optional;

/** What a suite needs of the bed besides its control plane. */
public enum Nodes {
  /** Control plane and kwok only: pods run nowhere, kwok says they do. */
  NONE("none", "it"),

  /** Virtual machines: two that enforce AppArmor and one whose kernel has it switched off. */
  APPARMOR("vm", "e2e");

  private final String option;
  private final String instance;

  Nodes(String option, String instance) {
    this.option = option;
    this.instance = instance;
  }

  /**
   * Value of {@code bed up --nodes}. The environment variable {@code BED_NODES} names the machines
   * where a case needs fewer than there are.
   */
  String option() {
    return this == NONE ? option : Optional.ofNullable(System.getenv("BED_NODES")).orElse(option);
  }

  /** Name of the bed where the environment variable {@code BED} gives none. */
  String instance() {
    return instance;
  }
}
