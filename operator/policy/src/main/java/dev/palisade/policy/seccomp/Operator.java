package dev.palisade.policy.seccomp;

import dev.palisade.policy.Word;
import java.util.Arrays;

/** How an argument is compared: unsigned, all 64 bits of it (libseccomp, seccomp_rule_add(3)). */
public enum Operator implements Word {
  EQUAL("Equal", "SCMP_CMP_EQ", "=="),
  NOT_EQUAL("NotEqual", "SCMP_CMP_NE", "!="),
  LESS_THAN("LessThan", "SCMP_CMP_LT", "<"),
  LESS_THAN_OR_EQUAL("LessThanOrEqual", "SCMP_CMP_LE", "<="),
  GREATER_THAN("GreaterThan", "SCMP_CMP_GT", ">"),
  GREATER_THAN_OR_EQUAL("GreaterThanOrEqual", "SCMP_CMP_GE", ">="),
  /** The bits of a mask. */
  MASKED_EQUAL("MaskedEqual", "SCMP_CMP_MASKED_EQ", "==");

  private final String word;
  private final String oci;
  private final String sign;

  Operator(String word, String oci, String sign) {
    this.word = word;
    this.oci = oci;
    this.sign = sign;
  }

  @Override
  public String word() {
    return word;
  }

  /** As the OCI runtime specification has it. */
  public String oci() {
    return oci;
  }

  /**
   * The operator of the specification's word.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static Operator ofOci(String word) {
    return Arrays.stream(values())
        .filter(o -> o.oci.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no operator " + word));
  }

  /** As people write it. */
  String sign() {
    return sign;
  }
}
