package dev.palisade.policy.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeccompFilterTest {
  private static final List<Call> CALLS =
      List.of(
          new Call("write", Outcome.ALLOW, List.of()),
          new Call("ptrace", Outcome.LOG, List.of()),
          new Call("clone3", Outcome.fail(38), List.of()),
          new Call(
              "personality", Outcome.ALLOW, List.of(Condition.of(0, Operator.EQUAL, 0xffff_ffffL))),
          new Call(
              "clone",
              Outcome.ALLOW,
              List.of(
                  Condition.masked(0, 0x7e02_0000, 0), Condition.of(1, Operator.GREATER_THAN, -1))),
          new Call("read", Outcome.ALLOW, List.of()));

  @Test
  void isWrittenInTheOciForm() {
    assertThat(SeccompFilter.of(CALLS).json())
        .isEqualTo(
            """
            {
              "defaultAction": "SCMP_ACT_ERRNO",
              "defaultErrnoRet": 1,
              "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"],
              "syscalls": [
                {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
                {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}, {"index": 1, "value": 18446744073709551615, "valueTwo": 0, "op": "SCMP_CMP_GT"}]},
                {"names": ["personality"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 4294967295, "valueTwo": 0, "op": "SCMP_CMP_EQ"}]},
                {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
                {"names": ["ptrace"], "action": "SCMP_ACT_LOG"}
              ]
            }
            """);
  }

  @Test
  void theOrderOfLinesIsNotInTheBytes() {
    assertThat(SeccompFilter.of(CALLS.reversed()).json()).isEqualTo(SeccompFilter.of(CALLS).json());
  }

  @Test
  void whatIsNotNamedFails() {
    SeccompFilter filter = SeccompFilter.of(CALLS);
    assertThat(outcome(filter, "mount", 0)).isEqualTo(Outcome.DENY);
    assertThat(outcome(filter, "personality", 0)).isEqualTo(Outcome.DENY);
    assertThat(outcome(filter, "personality", 0xffff_ffffL)).isEqualTo(Outcome.ALLOW);
    assertThat(outcome(filter, "clone3", 0).errno()).isEqualTo(38);
  }

  private static Outcome outcome(SeccompFilter filter, String call, long first) {
    return filter.outcome(call, List.of(first, 0L, 0L, 0L, 0L, 0L));
  }

  @Test
  void argumentsAreComparedWithoutASign() {
    assertThat(Condition.of(0, Operator.GREATER_THAN, 5).holds(-1)).isTrue();
    assertThat(Condition.of(0, Operator.LESS_THAN_OR_EQUAL, 5).holds(-1)).isFalse();
    assertThat(Condition.of(0, Operator.GREATER_THAN_OR_EQUAL, 5).holds(5)).isTrue();
  }

  @Test
  void conditionsThatCannotBeAreNotMade() {
    assertThatThrownBy(() -> Condition.of(6, Operator.EQUAL, 0))
        .hasMessage("no system call has an argument 6");
    assertThatThrownBy(() -> Condition.masked(0, 1, 2))
        .hasMessage("no number has these bits under the mask");
    assertThatThrownBy(() -> new Condition(0, Operator.EQUAL, 0, 1))
        .hasMessage("a mask is for MaskedEqual alone");
    Condition condition = Condition.of(0, Operator.EQUAL, 0);
    assertThatThrownBy(() -> new Call("read", Outcome.ALLOW, List.of(condition, condition)))
        .hasMessage("read: two conditions on one argument");
  }
}
