package dev.palisade.policy.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeviceProgramTest {
  private static final List<Set<DeviceAccess>> REQUESTS =
      IntStream.rangeClosed(0, DeviceAccess.ALL).mapToObj(DeviceAccess::of).toList();

  /** Of every list of rules the table and the program mean what the rules say one by one. */
  @Test
  void tableAndProgramMeanWhatTheRulesSay() {
    var random = new RandomRules(39);
    for (int i = 0; i < 1000; i++) {
      List<DeviceRule> rules = random.list(9);
      DeviceTable table = DeviceTable.of(rules);
      long[] program = DeviceProgram.of(table);
      for (DeviceType type : DeviceType.values()) {
        for (int major : RandomRules.majors()) {
          for (int minor : RandomRules.minors()) {
            Set<DeviceAccess> denied = RandomRules.denied(rules, type, major, minor);
            if (!table.denied(type, major, minor).equals(denied)) {
              throw wrong("table", rules, type, major, minor);
            }
            for (Set<DeviceAccess> request : REQUESTS) {
              if (Interpreter.allows(program, type, major, minor, request)
                  != Collections.disjoint(request, denied)) {
                throw wrong("program, asked " + request, rules, type, major, minor);
              }
            }
          }
        }
      }
    }
  }

  private static AssertionError wrong(
      String what, List<DeviceRule> rules, DeviceType type, int major, int minor) {
    return new AssertionError("%s: %s %d:%d of %s".formatted(what, type, major, minor, rules));
  }

  @Test
  void withoutRulesAllIsAllowed() {
    long[] program = DeviceProgram.of(DeviceTable.of(List.of()));
    assertThat(
            Interpreter.allows(program, DeviceType.BLOCK, 8, 0, EnumSet.allOf(DeviceAccess.class)))
        .isTrue();
  }

  /** The kernel's verifier takes no program with an instruction that is never reached. */
  @Test
  void everyInstructionIsReached() {
    var random = new RandomRules(93);
    for (int i = 0; i < 200; i++) {
      long[] program = DeviceProgram.of(DeviceTable.of(random.list(9)));
      var reached = new boolean[program.length];
      reached[0] = true;
      for (int at = 0; at < program.length; at++) {
        assertThat(reached[at]).as("instruction %d of %d", at, program.length).isTrue();
        int opcode = (int) program[at] & 0xff;
        int offset = (short) (program[at] >>> 16);
        if (opcode == 0x05 || opcode == 0x15 || opcode == 0x55) {
          reached[at + 1 + offset] = true;
        }
        if (opcode != 0x05 && opcode != 0x95) {
          reached[at + 1] = true;
        }
      }
    }
  }

  @Test
  void aThousandMinorsOfOneMajor() {
    long[] program = program(1000, i -> rule(7, i * 1000, i));
    assertThat(program).hasSizeLessThan(1100);
    for (int i = 0; i < 1000; i++) {
      assertIsDenied(program, 7, i * 1000, i);
    }
    assertThat(Interpreter.allows(program, DeviceType.BLOCK, 7, 1, Set.of(DeviceAccess.READ)))
        .isTrue();
  }

  @Test
  void aThousandMajors() {
    long[] program = program(1000, i -> rule(4 * i, i, i));
    assertThat(program).hasSizeLessThan(3100);
    for (int i = 0; i < 1000; i++) {
      assertIsDenied(program, 4 * i, i, i);
    }
    assertThat(Interpreter.allows(program, DeviceType.BLOCK, 5, 0, Set.of(DeviceAccess.READ)))
        .isTrue();
  }

  @Test
  void whatNoJumpCanSpanIsRefused() {
    assertThatThrownBy(() -> program(40_000, i -> rule(7, i, i)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a jump over ");
  }

  private static void assertIsDenied(long[] program, int major, int minor, int i) {
    for (DeviceAccess access : DeviceAccess.values()) {
      assertThat(Interpreter.allows(program, DeviceType.BLOCK, major, minor, Set.of(access)))
          .as("%s of %d:%d", access, major, minor)
          .isNotEqualTo(access(i).contains(access));
    }
  }

  private static long[] program(int rules, IntFunction<DeviceRule> rule) {
    return DeviceProgram.of(DeviceTable.of(IntStream.range(0, rules).mapToObj(rule).toList()));
  }

  private static DeviceRule rule(int major, int minor, int i) {
    return new DeviceRule(
        "r" + i,
        DeviceAction.DENY,
        DeviceType.BLOCK,
        OptionalInt.of(major),
        OptionalInt.of(minor),
        access(i));
  }

  /** One of the seven. */
  private static Set<DeviceAccess> access(int i) {
    return DeviceAccess.of(1 + (i % DeviceAccess.ALL));
  }
}
