package dev.palisade.api.v1alpha1;

/** Why a node can or cannot enforce AppArmor profiles. */
public enum AppArmorReason {
  Capable,
  ProbePending,
  KernelWithoutAppArmor,
  SecurityfsMissing,
  PolicyLocked,
  RuntimeIgnoresAppArmor
}
