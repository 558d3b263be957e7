package dev.palisade.api.v1alpha1;

/** How an argument of a system call is compared. */
public enum ArgumentOperator {
  Equal,
  NotEqual,
  LessThan,
  LessThanOrEqual,
  GreaterThan,
  GreaterThanOrEqual,
  MaskedEqual
}
