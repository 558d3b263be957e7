package dev.palisade.policy.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.policy.SyscallSamples;
import dev.palisade.policy.seccomp.Narrowing.Unsayable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NarrowingTest {
  private static final List<Call> WHOLE = List.of(call());

  @Test
  void linesAreWhatTheConditionsSay() {
    int said = 0;
    for (int seed = 0; seed < 1000; seed++) {
      var samples = new SyscallSamples(seed);
      List<Call> lines = List.of(call(samples.when().toArray(Condition[]::new)));
      List<List<Condition>> any = List.of(samples.when(), samples.when());
      Optional<List<List<Call>>> parts = parts(lines, any);
      for (int i = 0; i < 50 && parts.isPresent(); i++) {
        List<Long> arguments = samples.arguments();
        boolean before = holds(lines, arguments);
        boolean taken =
            any.stream().anyMatch(w -> w.stream().allMatch(c -> c.holds(arguments.get(c.index()))));
        assertThat(parts.get().stream().map(p -> holds(p, arguments)))
            .as("seed %d: %s where, and but, %s at %s", seed, lines, any, arguments)
            .containsExactly(before && taken, before && !taken);
      }
      said += parts.isPresent() ? 1 : 0;
    }
    assertThat(said).isGreaterThan(200);
  }

  /** Where they hold, and elsewhere. */
  private static Optional<List<List<Call>>> parts(List<Call> lines, List<List<Condition>> any) {
    try {
      return Optional.of(List.of(Narrowing.where(lines, any), Narrowing.elsewhere(lines, any)));
    } catch (Unsayable e) {
      assertThat(e).hasMessageEndingWith("which no filter can hold; leave args out");
      return Optional.empty();
    }
  }

  @Test
  void whatIsDeniedTwiceOfTwoArgumentsLeavesALineForEachPair() throws Unsayable {
    Condition first = Condition.of(0, Operator.EQUAL, 1);
    Condition second = Condition.of(1, Operator.LESS_THAN, 5);
    assertThat(Narrowing.elsewhere(WHOLE, List.of(List.of(first, second))))
        .containsExactlyInAnyOrder(
            call(Condition.of(0, Operator.NOT_EQUAL, 1)),
            call(
                Condition.of(0, Operator.EQUAL, 1),
                Condition.of(1, Operator.GREATER_THAN_OR_EQUAL, 5)));
    assertThat(Narrowing.elsewhere(WHOLE, List.of(List.of(first), List.of(second))))
        .containsExactly(
            call(
                Condition.of(0, Operator.NOT_EQUAL, 1),
                Condition.of(1, Operator.GREATER_THAN_OR_EQUAL, 5)));
  }

  @Test
  void otherBitsUnderAMaskHaveALineForEachBit() throws Unsayable {
    assertThat(Narrowing.elsewhere(WHOLE, List.of(List.of(Condition.masked(0, 0b101, 0b001)))))
        .containsExactlyInAnyOrder(
            call(Condition.masked(0, 0b101, 0b000)), call(Condition.masked(0, 0b100, 0b100)));
  }

  /** As the commands of ioctl that push characters into a terminal. */
  @Test
  void severalNumbersOfOneArgumentAreSaidWithAMask() throws Unsayable {
    List<List<Condition>> both =
        Stream.of(0x5412L, 0x541cL)
            .map(command -> List.of(Condition.masked(1, 0xffff_ffffL, command)))
            .toList();
    assertThat(Narrowing.elsewhere(WHOLE, both)).hasSizeLessThan(40);
  }

  @Test
  void smallNumbersAreToldApart() throws Unsayable {
    List<Call> below = List.of(call(Condition.of(0, Operator.LESS_THAN, 4)));
    assertThat(Narrowing.elsewhere(below, List.of(List.of(Condition.of(0, Operator.EQUAL, 2)))))
        .containsExactly(equal(0), equal(1), equal(3));
    assertThat(Narrowing.elsewhere(below, List.of(List.of(Condition.of(1, Operator.EQUAL, 2)))))
        .containsExactly(call(Condition.masked(0, -4, 0), Condition.of(1, Operator.NOT_EQUAL, 2)));
  }

  @Test
  void linesThatLibseccompDoesNotEndWithAreRefused() throws Unsayable {
    Condition order = Condition.of(0, Operator.LESS_THAN, 4);
    Condition next = Condition.of(1, Operator.EQUAL, 2);
    Narrowing.check(
        List.of(call(order), call(order, next), call(order, Condition.of(1, Operator.EQUAL, 3))));
    List<Call> otherwise =
        List.of(call(order, next), call(order, Condition.of(2, Operator.EQUAL, 3)));
    assertThatThrownBy(() -> Narrowing.check(otherwise))
        .isInstanceOf(Unsayable.class)
        .hasMessage(
            "its args make lines that libseccomp cannot take together; compare with Equal or MaskedEqual, or leave args out");
  }

  @Test
  void noFilterHoldsTwoComparisonsOfOneArgument() {
    assertThatThrownBy(() -> Narrowing.elsewhere(WHOLE, List.of(equal(1).when(), equal(2).when())))
        .isInstanceOf(Unsayable.class)
        .hasMessage(
            "argument 0 of it would be compared twice, by the base or by two rules, which no filter can hold; leave args out");
  }

  @Test
  void noFilterHoldsMoreLinesThanTheKernelTakes() {
    List<List<Condition>> each =
        IntStream.range(0, 4).mapToObj(i -> List.of(Condition.masked(i, 0xff, 0))).toList();
    assertThatThrownBy(() -> Narrowing.elsewhere(WHOLE, each))
        .isInstanceOf(Unsayable.class)
        .hasMessage("its args take more than 256 lines of a filter; write fewer");
  }

  @Test
  void withoutConditionsNothingIsElsewhere() throws Unsayable {
    assertThat(Narrowing.elsewhere(WHOLE, List.of(List.of()))).isEmpty();
    assertThat(Narrowing.where(WHOLE, List.of(List.of()))).isEqualTo(WHOLE);
  }

  private static boolean holds(List<Call> lines, List<Long> arguments) {
    return lines.stream().anyMatch(c -> c.holds(arguments));
  }

  private static Call equal(long value) {
    return call(Condition.of(0, Operator.EQUAL, value));
  }

  private static Call call(Condition... when) {
    return new Call("ptrace", Outcome.ALLOW, Stream.of(when).toList());
  }
}
