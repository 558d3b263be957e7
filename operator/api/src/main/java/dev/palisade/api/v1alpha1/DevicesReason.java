package dev.palisade.api.v1alpha1;

/** Why a node can or cannot hold rules about devices. */
public enum DevicesReason {
  Capable,
  SwitchedOff,
  CgroupV1,
  NoBpfFilesystem,
  Refused
}
