package dev.palisade.conformance;

import dev.palisade.api.v1alpha1.ArgumentOperator;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SyscallArgument;
import dev.palisade.api.v1alpha1.SyscallRule;
import dev.palisade.policy.Library;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Policies about system calls, whose rules often meet the same calls and arguments. */
final class FilterSamples {
  /** Those that the base allows for some arguments only come up often, and some others. */
  private static final List<String> OFTEN =
      List.of("clone", "personality", "socket", "clone3", "ioctl", "prctl", "kill", "mmap");

  private static final List<String> BASE =
      List.copyOf(Library.SYSCALLS.runtimeDefault().filter().calls().keySet());

  /** On x86 libseccomp itself has lines about the arguments of the other two. */
  private static final List<String> WITH_ARGUMENTS =
      BASE.stream().filter(n -> !n.equals("socketcall") && !n.equals("ipc")).toList();

  private static final List<String> ALL = List.copyOf(Library.SYSCALLS.numbers().keySet());

  /** Numbers of 32 bits at which something changes, in the base or in how they are compared. */
  private static final List<Long> VALUES =
      List.of(
          0L,
          1L,
          8L,
          37L,
          38L,
          40L,
          0x10000000L,
          0x7e020000L,
          0x7fffffffL,
          0xfffffffeL,
          0xffffffffL);

  /** Of 0 they hold never, and always. */
  private static final Set<ArgumentOperator> TRIVIAL =
      EnumSet.of(ArgumentOperator.LessThan, ArgumentOperator.GreaterThanOrEqual);

  private final Random random;

  /**
   * Of the sample that is made: what its rules with arguments are about. Two calls whose lines have
   * a comparison in common, and another before it, may share code in the filter that libseccomp
   * 2.5.4 and 2.6.0 make wrongly.
   */
  private String call;

  FilterSamples(Random random) {
    this.random = random;
  }

  /** One that has a filter. */
  Sample sample() {
    Sample sample = any();
    while (!sample.isAccepted()) {
      sample = any();
    }
    return sample;
  }

  private Sample any() {
    String base = random.nextInt(3) == 0 ? Library.RESTRICTED : Library.RUNTIME_DEFAULT;
    Mode mode =
        base.equals(Library.RUNTIME_DEFAULT) && random.nextBoolean() ? Mode.Complain : Mode.Enforce;
    call = random.nextBoolean() ? any(OFTEN) : any(WITH_ARGUMENTS);
    return new Sample(
        base, mode, IntStream.rangeClosed(0, random.nextInt(6)).mapToObj(_ -> rule(base)).toList());
  }

  private Sample.Part rule(String base) {
    RuleAction action =
        base.equals(Library.RESTRICTED) && random.nextBoolean()
            ? RuleAction.Allow
            : any(List.of(RuleAction.Deny, RuleAction.Audit));
    var args = random.nextBoolean() ? arguments() : null;
    var names = new TreeSet<String>();
    if (args == null) {
      IntStream.rangeClosed(0, random.nextInt(3)).forEach(_ -> names.add(name(action)));
    } else {
      names.add(call);
    }
    return new Sample.Part(
        "syscalls: %s %s %s".formatted(action, names, args == null ? "" : text(args)),
        (rules, name) -> {
          var rule = new SyscallRule();
          rule.name = name;
          rule.action = action;
          rule.names = List.copyOf(names);
          rule.args = args;
          rules.syscalls = rules.syscalls == null ? new ArrayList<>() : rules.syscalls;
          rules.syscalls.add(rule);
        });
  }

  /** No rule allows what the base denies. */
  private String name(RuleAction action) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> any(OFTEN);
      case 4 -> any(action == RuleAction.Allow ? BASE : ALL);
      default -> any(BASE);
    };
  }

  private List<SyscallArgument> arguments() {
    var indexes = new TreeSet<Integer>();
    IntStream.rangeClosed(0, random.nextInt(2)).forEach(_ -> indexes.add(random.nextInt(3)));
    return indexes.stream().map(this::argument).toList();
  }

  private SyscallArgument argument(int index) {
    var argument = new SyscallArgument();
    argument.index = index;
    argument.operator = any(List.of(ArgumentOperator.values()));
    argument.value = any(VALUES);
    if (argument.value == 0 && TRIVIAL.contains(argument.operator)) {
      argument.value = 1L;
    }
    if (argument.operator == ArgumentOperator.MaskedEqual) {
      // Each bit of a mask that a rule denies is a line.
      argument.mask = (any(VALUES) & 0xff0000ffL) | (1L << random.nextInt(32));
      argument.value &= argument.mask;
    }
    return argument;
  }

  private static String text(List<SyscallArgument> args) {
    return args.stream()
        .map(a -> "%d %s %d mask %s".formatted(a.index, a.operator, a.value, a.mask))
        .collect(Collectors.joining(" and ", "when ", ""));
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
