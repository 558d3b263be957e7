package dev.palisade.api.v1alpha1;

/** What was seen of a container's volumes that are to be read-only. */
public enum SecretMountsProof {
  ReadOnly,
  SysAdminPresent,
  Writable
}
