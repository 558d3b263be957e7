package dev.palisade.api.v1alpha1;

/** What is done with a mount point. */
public enum MountOperation {
  Mount,
  Remount,
  Unmount,
  PivotRoot
}
