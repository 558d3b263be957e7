package dev.palisade.policy.seccomp;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What an argument of a system call is compared with.
 *
 * @param index of the argument, 0 to 5
 * @param value not negative
 * @param mask the bits that are compared, all of them but where the operator is {@code
 *     MASKED_EQUAL}
 */
public record Condition(int index, Operator operator, long value, long mask)
    implements Comparable<Condition> {
  /** A system call has so many arguments. */
  public static final int ARGUMENTS = 6;

  /** Of every operator but {@code MASKED_EQUAL}. */
  public static final long ALL_BITS = -1;

  private static final Comparator<Condition> ORDER =
      Comparator.comparingInt(Condition::index)
          .thenComparing(Condition::operator)
          .thenComparing(Condition::value, Long::compareUnsigned)
          .thenComparing(Condition::mask, Long::compareUnsigned);

  public Condition {
    if (index < 0 || index >= ARGUMENTS) {
      throw new IllegalArgumentException("no system call has an argument " + index);
    }
    if (operator != Operator.MASKED_EQUAL && mask != ALL_BITS) {
      throw new IllegalArgumentException("a mask is for MaskedEqual alone");
    }
    if ((value & ~mask) != 0) {
      throw new IllegalArgumentException("no number has these bits under the mask");
    }
  }

  public static Condition of(int index, Operator operator, long value) {
    return new Condition(index, operator, value, ALL_BITS);
  }

  public static Condition masked(int index, long mask, long value) {
    return new Condition(index, Operator.MASKED_EQUAL, value, mask);
  }

  public boolean holds(long argument) {
    int order = Long.compareUnsigned(argument, value);
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS_THAN -> order < 0;
      case LESS_THAN_OR_EQUAL -> order <= 0;
      case GREATER_THAN -> order > 0;
      case GREATER_THAN_OR_EQUAL -> order >= 0;
      case MASKED_EQUAL -> (argument & mask) == value;
    };
  }

  /**
   * Conditions of which exactly one holds where this one does not, and none where it does. There is
   * no operator for other bits under a mask: they differ in the highest bit first, or where that is
   * the same in the next. So those of two masks seldom meet, and their lines stay few.
   */
  List<Condition> opposites() {
    return switch (operator) {
      case EQUAL -> with(Operator.NOT_EQUAL);
      case NOT_EQUAL -> with(Operator.EQUAL);
      case LESS_THAN -> with(Operator.GREATER_THAN_OR_EQUAL);
      case LESS_THAN_OR_EQUAL -> with(Operator.GREATER_THAN);
      case GREATER_THAN -> with(Operator.LESS_THAN_OR_EQUAL);
      case GREATER_THAN_OR_EQUAL -> with(Operator.LESS_THAN);
      case MASKED_EQUAL -> bits(mask).mapToObj(this::differingFirstIn).toList();
    };
  }

  private List<Condition> with(Operator other) {
    return List.of(of(index, other, value));
  }

  private Condition differingFirstIn(long bit) {
    long higher = mask & ~(bit | (bit - 1));
    return masked(index, higher | bit, (value & higher) | (~value & bit));
  }

  private static LongStream bits(long mask) {
    return LongStream.range(0, Long.SIZE).map(i -> 1L << i).filter(bit -> (mask & bit) != 0);
  }

  @Override
  public int compareTo(Condition other) {
    return ORDER.compare(this, other);
  }

  /** As {@code argument 0 & 0x10000000 == 0x10000000}. */
  @Override
  public String toString() {
    String masked = operator == Operator.MASKED_EQUAL ? " & 0x" + Long.toHexString(mask) : "";
    String number =
        operator == Operator.MASKED_EQUAL
            ? "0x" + Long.toHexString(value)
            : Long.toUnsignedString(value);
    return "argument %d%s %s %s".formatted(index, masked, operator.sign(), number);
  }
}
