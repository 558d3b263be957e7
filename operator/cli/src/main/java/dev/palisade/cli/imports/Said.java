package dev.palisade.cli.imports;

import dev.palisade.api.v1alpha1.CapabilityRules;
import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.MountOperation;
import dev.palisade.api.v1alpha1.MountRule;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.PathRule;
import dev.palisade.api.v1alpha1.ProgramRule;
import dev.palisade.api.v1alpha1.PtraceAccess;
import dev.palisade.api.v1alpha1.PtraceRule;
import dev.palisade.api.v1alpha1.Resource;
import dev.palisade.api.v1alpha1.ResourceLimit;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import dev.palisade.api.v1alpha1.SyscallRule;
import dev.palisade.policy.Capability;
import dev.palisade.policy.Library;
import dev.palisade.policy.apparmor.PathSyntax;
import dev.palisade.policy.seccomp.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of one container so far; what is alike becomes one rule of many paths. */
final class Said {
  /** The families of TCP and UDP. */
  static final List<SocketFamily> INTERNET = List.of(SocketFamily.Inet, SocketFamily.Inet6);

  private static final int MAX_PATHS = 64;

  private final Translation translation;
  private List<String> programs = List.of();
  private String base = Library.RUNTIME_DEFAULT;
  private final TreeSet<String> presets = new TreeSet<>();
  private final Map<String, FileRule> files = new LinkedHashMap<>();
  private final Map<String, ExecutableRule> executables = new LinkedHashMap<>();
  private final Map<String, NetworkRule> network = new LinkedHashMap<>();
  private final Map<String, MountRule> mounts = new LinkedHashMap<>();
  private final Map<String, PtraceRule> ptrace = new LinkedHashMap<>();
  private final Map<String, ResourceLimit> limits = new LinkedHashMap<>();
  private final List<SyscallRule> syscalls = new ArrayList<>();
  private final TreeSet<String> drop = new TreeSet<>();
  private final TreeSet<String> add = new TreeSet<>();

  Said(Translation translation) {
    this.translation = translation;
  }

  /**
   * What is said next of files, programs and sockets is for these alone; none: for every process.
   */
  Said only(List<String> some) {
    programs = List.copyOf(some);
    return this;
  }

  /** What no rule allows is denied: rules may allow now. */
  void restrict() {
    base = Library.RESTRICTED;
  }

  void preset(String name) {
    presets.add(name);
  }

  void file(RuleAction action, List<FileAccess> access, FileOwner owner, String path) {
    String about =
        access.stream()
            .map(a -> a.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("-"));
    boolean own = owner == FileOwner.Self;
    FileRule rule = about(files, new FileRule(), action, own ? about + "-own" : about, path);
    if (rule != null) {
      rule.access = access;
      rule.owner = own ? owner : null;
    }
  }

  void execute(RuleAction action, String path) {
    about(executables, new ExecutableRule(), action, "program", path);
  }

  /** Absent families or types stand for all. */
  void network(RuleAction action, List<SocketFamily> families, List<SocketType> types) {
    String about =
        Stream.of(families, types)
            .flatMap(List::stream)
            .map(w -> w.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("-"));
    String name = free(network, name(action, about.isEmpty() ? "sockets" : about), this::isForThem);
    var rule = new NetworkRule();
    rule.families = families.isEmpty() ? null : families;
    rule.types = types.isEmpty() ? null : types;
    rule.programs = orNull(programs);
    network.putIfAbsent(name, named(rule, action, name));
  }

  void mount(RuleAction action, MountOperation operation) {
    String name = name(action, operation.name().toLowerCase(Locale.ROOT));
    var rule = new MountRule();
    rule.operations = List.of(operation);
    mounts.putIfAbsent(name, named(rule, action, name));
  }

  void limit(Resource resource, long max) {
    var rule = new ResourceLimit();
    rule.name = resource.name().toLowerCase(Locale.ROOT);
    rule.resource = resource;
    rule.max = max;
    limits.putIfAbsent(rule.name, rule);
  }

  void ptrace(RuleAction action, List<PtraceAccess> access) {
    String name = name(action, "ptrace");
    var rule = new PtraceRule();
    rule.access = access;
    ptrace.putIfAbsent(name, named(rule, action, name));
  }

  /** Arguments as the conditions say; none: whatever they are. */
  void calls(RuleAction action, Collection<String> calls, List<Condition> when) {
    SyscallLists.of(action, calls, when).forEach(this::calls);
  }

  /** A rule whose name is given to it here. */
  void calls(SyscallRule rule) {
    String about = rule.names.size() == 1 ? rule.names.getFirst().replace('_', '-') : "calls";
    String first = name(rule.action, about);
    String name = first;
    for (int i = 2; isTaken(name); i++) {
      name = first + "-" + i;
    }
    syscalls.add(named(rule, rule.action, name));
  }

  private boolean isTaken(String name) {
    return syscalls.stream().anyMatch(r -> r.name.equals(name));
  }

  /** A name with or without {@code CAP_}, in any case; {@code ALL} too. */
  void drop(String capability) {
    named(capability).ifPresent(drop::add);
  }

  /** All but these; those that no runtime gives by default cannot be kept. */
  void keepOnly(List<String> capabilities) {
    drop.add("ALL");
    for (String capability : capabilities) {
      named(capability)
          .ifPresent(name -> {
            if (Capability.RUNTIME_DEFAULT.contains(Capability.valueOf(name))) {
              add.add(name);
            } else {
              translation.unsaid(
                  "capability " + name,
                  "is not one of the runtime's default ones: the pod has to ask for it");
            }
          });
    }
  }

  private Optional<String> named(String capability) {
    Optional<String> name =
        capability.equalsIgnoreCase("ALL")
            ? Optional.of("ALL")
            : Capability.named(capability).map(Capability::name);
    if (name.isEmpty()) {
      translation.unsaid("capability " + capability, "Linux has none of that name");
    }
    return name;
  }

  private <R extends PathRule> R about(
      Map<String, R> rules, R fresh, RuleAction action, String about, String path) {
    if (PathSyntax.read(path) instanceof PathSyntax.Reading.Refused(String message)) {
      translation.unsaid("path", message);
      return null;
    }
    String name = free(rules, name(action, about), r -> isForThem(r) && r.paths.size() < MAX_PATHS);
    R rule = rules.computeIfAbsent(name, n -> fresh);
    if (rule.paths == null) {
      rule.paths = new ArrayList<>();
      rule.programs = orNull(programs);
      named(rule, action, name);
    }
    if (!rule.paths.contains(path)) {
      rule.paths.add(path);
    }
    return rule;
  }

  private boolean isForThem(ProgramRule rule) {
    return Objects.equals(rule.programs, orNull(programs));
  }

  /** The name with what the programs are called, and a number where another rule has it. */
  private <R> String free(Map<String, R> rules, String name, Predicate<R> isSame) {
    String first = name + ProgramPaths.name(programs);
    String free = first;
    for (int i = 2; rules.containsKey(free) && !isSame.test(rules.get(free)); i++) {
      free = first + "-" + i;
    }
    return free;
  }

  private static String name(RuleAction action, String about) {
    return switch (action) {
          case Deny -> "no-";
          case Audit -> "see-";
          case Allow -> "may-";
        }
        + about;
  }

  private static <R extends Rule> R named(R rule, RuleAction action, String name) {
    rule.name = name;
    rule.action = action;
    return rule;
  }

  <R extends ContainerRules> R into(R rules) {
    rules.base = base;
    rules.presets = orNull(List.copyOf(presets));
    rules.files = orNull(List.copyOf(files.values()));
    rules.executables = orNull(List.copyOf(executables.values()));
    rules.network = orNull(List.copyOf(network.values()));
    rules.mounts = orNull(List.copyOf(mounts.values()));
    rules.ptrace = orNull(List.copyOf(ptrace.values()));
    rules.resourceLimits = orNull(List.copyOf(limits.values()));
    rules.syscalls = orNull(List.copyOf(syscalls));
    if (!drop.isEmpty()) {
      rules.capabilities = new CapabilityRules();
      rules.capabilities.drop = drop.contains("ALL") ? List.of("ALL") : List.copyOf(drop);
      rules.capabilities.add = orNull(List.copyOf(add));
    }
    return rules;
  }

  private static <T> List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
