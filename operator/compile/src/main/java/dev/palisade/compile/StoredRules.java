package dev.palisade.compile;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.MountOperation;
import dev.palisade.api.v1alpha1.MountRule;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.PathRule;
import dev.palisade.api.v1alpha1.Peer;
import dev.palisade.api.v1alpha1.PtraceAccess;
import dev.palisade.api.v1alpha1.PtraceRule;
import dev.palisade.api.v1alpha1.Resource;
import dev.palisade.api.v1alpha1.ResourceLimit;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.RuleLists;
import dev.palisade.api.v1alpha1.SignalAccess;
import dev.palisade.api.v1alpha1.SignalName;
import dev.palisade.api.v1alpha1.SignalRule;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import dev.palisade.api.v1alpha1.SyscallRule;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.LimitRule;
import dev.palisade.policy.PeerWord;
import dev.palisade.policy.PolicyRule;
import dev.palisade.policy.Preset;
import dev.palisade.policy.Word;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Program;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Rules as a revision carries them, from which a helper tells denials apart. */
final class StoredRules {
  private StoredRules() {}

  static void put(dev.palisade.policy.ContainerRules rules, ContainerRules stored) {
    put(rules.rules(), rules.presets(), stored);
    stored.resourceLimits = list(of(LimitRule.class, rules.rules()), StoredRules::limit);
  }

  static void put(ClusterRules rules, RuleLists stored) {
    put(rules.rules(), rules.presets(), stored);
  }

  private static void put(List<PolicyRule> rules, List<Preset> presets, RuleLists stored) {
    stored.presets = list(presets, Preset::name);
    stored.files = list(of(dev.palisade.policy.FileRule.class, rules), StoredRules::file);
    stored.executables =
        list(of(dev.palisade.policy.ExecutableRule.class, rules), StoredRules::executable);
    stored.network = list(of(dev.palisade.policy.NetworkRule.class, rules), StoredRules::network);
    stored.signals = list(of(dev.palisade.policy.SignalRule.class, rules), StoredRules::signal);
    stored.ptrace = list(of(dev.palisade.policy.PtraceRule.class, rules), StoredRules::ptrace);
    stored.mounts = list(of(dev.palisade.policy.MountRule.class, rules), StoredRules::mount);
    stored.syscalls = list(of(dev.palisade.policy.SyscallRule.class, rules), StoredRules::syscall);
  }

  /** The rules of one list, as they were written. */
  private static <R extends PolicyRule> List<R> of(Class<R> kind, List<PolicyRule> rules) {
    return rules.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static SignalRule signal(dev.palisade.policy.SignalRule rule) {
    SignalRule signal = named(new SignalRule(), rule);
    signal.access = words(rule.access(), SignalAccess::valueOf);
    signal.signals = words(rule.signals(), SignalName::valueOf);
    signal.peer = peer(rule.peer());
    return signal;
  }

  private static PtraceRule ptrace(dev.palisade.policy.PtraceRule rule) {
    PtraceRule ptrace = named(new PtraceRule(), rule);
    ptrace.access = words(rule.access(), PtraceAccess::valueOf);
    ptrace.peer = peer(rule.peer());
    return ptrace;
  }

  private static MountRule mount(dev.palisade.policy.MountRule rule) {
    MountRule mount = named(new MountRule(), rule);
    mount.operations = words(rule.operations(), MountOperation::valueOf);
    mount.paths = rule.paths().isEmpty() ? null : rule.paths().stream().map(Glob::written).toList();
    return mount;
  }

  private static ResourceLimit limit(LimitRule rule) {
    var limit = new ResourceLimit();
    limit.name = rule.name();
    limit.resource = rule.resource().map(r -> Resource.valueOf(r.word())).orElseThrow();
    limit.max = rule.max();
    return limit;
  }

  private static SyscallRule syscall(dev.palisade.policy.SyscallRule rule) {
    SyscallRule syscall = named(new SyscallRule(), rule);
    syscall.names = List.copyOf(rule.calls());
    syscall.args = StoredArguments.of(rule.when());
    return syscall;
  }

  private static Peer peer(PeerWord peer) {
    return peer == PeerWord.ANYONE ? null : Peer.valueOf(peer.word());
  }

  private static FileRule file(dev.palisade.policy.FileRule rule) {
    FileRule file = about(new FileRule(), rule, rule.paths());
    file.access = words(rule.access(), FileAccess::valueOf);
    file.owner = rule.owner() == Owner.ANY ? null : FileOwner.valueOf(rule.owner().word());
    file.programs = programs(rule.programs());
    return file;
  }

  private static ExecutableRule executable(dev.palisade.policy.ExecutableRule rule) {
    ExecutableRule executable = about(new ExecutableRule(), rule, rule.paths());
    executable.programs = programs(rule.programs());
    return executable;
  }

  private static NetworkRule network(dev.palisade.policy.NetworkRule rule) {
    NetworkRule network = named(new NetworkRule(), rule);
    network.families = words(rule.families(), SocketFamily::valueOf);
    network.types = words(rule.types(), SocketType::valueOf);
    network.programs = programs(rule.programs());
    return network;
  }

  /** Sorted; none stand for every process, and are left out. */
  static List<String> programs(Collection<Program> programs) {
    return programs.isEmpty() ? null : programs.stream().sorted().map(Program::written).toList();
  }

  private static <R extends PathRule> R about(R stored, PolicyRule rule, List<Glob> paths) {
    stored.paths = paths.stream().map(Glob::written).toList();
    return named(stored, rule);
  }

  private static <R extends Rule> R named(R stored, PolicyRule rule) {
    stored.name = rule.name();
    stored.action = RuleAction.valueOf(rule.action().word());
    return stored;
  }

  /** In the order of the language; none stand for all, and are left out. */
  private static <W extends Enum<W> & Word, A> List<A> words(
      Collection<W> words, Function<String, A> named) {
    return words.isEmpty() ? null : words.stream().sorted().map(Word::word).map(named).toList();
  }

  private static <R, A> List<A> list(List<R> rules, Function<R, A> stored) {
    return rules.isEmpty() ? null : rules.stream().map(stored).toList();
  }
}
