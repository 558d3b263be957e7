package dev.palisade.policy;

import java.util.List;

/** The lists of rules that a container may have, in the order in which a profile has them. */
public enum RuleList implements Word {
  FILES("files"),
  EXECUTABLES("executables"),
  NETWORK("network"),
  SIGNALS("signals"),
  PTRACE("ptrace"),
  MOUNTS("mounts"),
  RESOURCE_LIMITS("resourceLimits"),
  /** Held by a seccomp filter: nothing of it is in a profile. */
  SYSCALLS("syscalls");

  private final String word;

  RuleList(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** The fields of its rules in the API, beside name and action. */
  public List<String> fields() {
    return switch (this) {
      case FILES -> List.of("paths", "access", "owner", ProgramReader.FIELD);
      case EXECUTABLES -> List.of("paths", ProgramReader.FIELD);
      case NETWORK -> List.of("families", "types", ProgramReader.FIELD);
      case SIGNALS -> List.of("access", "signals", "peer");
      case PTRACE -> List.of("access", "peer");
      case MOUNTS -> List.of("operations", "paths");
      case RESOURCE_LIMITS -> List.of("resource", "max");
      case SYSCALLS -> List.of("names", "args");
    };
  }

  PolicyRule read(RuleFields rule) {
    return switch (this) {
      case FILES -> FileRule.read(rule);
      case EXECUTABLES -> ExecutableRule.read(rule);
      case NETWORK -> NetworkRule.read(rule);
      case SIGNALS -> SignalRule.read(rule);
      case PTRACE -> PtraceRule.read(rule);
      case MOUNTS -> MountRule.read(rule);
      case RESOURCE_LIMITS -> LimitRule.read(rule);
      case SYSCALLS -> SyscallRule.read(rule);
    };
  }

  static RuleList of(PolicyRule rule) {
    return switch (rule) {
      case FileRule r -> FILES;
      case ExecutableRule r -> EXECUTABLES;
      case NetworkRule r -> NETWORK;
      case SignalRule r -> SIGNALS;
      case PtraceRule r -> PTRACE;
      case MountRule r -> MOUNTS;
      case LimitRule r -> RESOURCE_LIMITS;
      case SyscallRule r -> SYSCALLS;
    };
  }
}
