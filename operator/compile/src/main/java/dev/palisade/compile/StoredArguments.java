package dev.palisade.compile;

import dev.palisade.api.v1alpha1.ArgumentOperator;
import dev.palisade.api.v1alpha1.SyscallArgument;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import java.util.List;

/** Arguments of system calls as the API has them. */
public final class StoredArguments {
  private StoredArguments() {}

  /** Null where there are none: the field is absent then. */
  public static List<SyscallArgument> of(List<Condition> when) {
    return when.isEmpty() ? null : when.stream().map(StoredArguments::argument).toList();
  }

  private static SyscallArgument argument(Condition condition) {
    var argument = new SyscallArgument();
    argument.index = condition.index();
    argument.operator = ArgumentOperator.valueOf(condition.operator().word());
    argument.value = condition.value();
    argument.mask = condition.operator() == Operator.MASKED_EQUAL ? condition.mask() : null;
    return argument;
  }
}
