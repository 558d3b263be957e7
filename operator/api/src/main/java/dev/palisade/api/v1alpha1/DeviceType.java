package dev.palisade.api.v1alpha1;

/** The two kinds of device files; see mknod(2). */
public enum DeviceType {
  Block,
  Character
}
