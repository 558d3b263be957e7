package dev.palisade.api.v1alpha1;

/** Kinds of access to a file. */
public enum FileAccess {
  Read,
  Write,
  Append,
  Execute,
  Lock,
  Link
}
