package dev.palisade.api.v1alpha1;

/** What a rule does with devices; the kernel's device programs report nothing, so none audits. */
public enum DeviceAction {
  Deny,
  Allow
}
