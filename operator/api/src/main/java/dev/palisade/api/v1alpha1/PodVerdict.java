package dev.palisade.api.v1alpha1;

/** What was seen on a governed pod's processes. */
public enum PodVerdict {
  Enforced,
  Pending,
  Unenforced,
  Foreign,
  DevicesOnly
}
