package dev.palisade.conformance;

import dev.palisade.api.v1alpha1.CapabilityRules;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.MountRule;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.PathRule;
import dev.palisade.api.v1alpha1.Peer;
import dev.palisade.api.v1alpha1.PtraceAccess;
import dev.palisade.api.v1alpha1.PtraceRule;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SignalAccess;
import dev.palisade.api.v1alpha1.SignalRule;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.policy.Capability;
import dev.palisade.policy.Library;
import dev.palisade.policy.apparmor.Family;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.SignalName;
import dev.palisade.policy.apparmor.SocketType;
import dev.palisade.policy.meaning.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * Policies and accesses of a small world, so that rules overlap each other and the base, and most
 * accesses hit a rule or miss one by little.
 */
final class SampleGenerator {
  private static final List<String> PEERS =
      List.of(Profile.SELF, "unconfined", "runc", "crun", "run", "runcx", "other.profile");

  private static final List<Family> FAMILIES =
      List.of(
          Family.UNIX,
          Family.INET,
          Family.INET6,
          Family.NETLINK,
          Family.PACKET,
          Family.VSOCK,
          Family.XDP);

  private static final List<SignalName> SIGNALS =
      List.of(SignalName.EXISTS, SignalName.KILL, SignalName.TERM, SignalName.TSTP, SignalName.IO);

  /** Patterns that are wide at their beginning multiply one another when compiled. */
  private static final int WIDE = 3;

  /**
   * Rules that allow unmounting are few, and a path hits one seldom: of so many questions to a
   * policy with a rule about mounts one is about what it says, lest none is.
   */
  private static final int MOUNTS = 6;

  private final Random random;
  private final SamplePaths paths;
  private final SamplePrograms programs;

  /** Of the sample that is made. */
  private boolean restricted;

  SampleGenerator(Random random) {
    this.random = random;
    this.paths = new SamplePaths(random);
    this.programs = new SamplePrograms(random);
  }

  Sample sample() {
    Sample sample = any();
    while (!sample.isAccepted()) {
      sample = any();
    }
    return sample;
  }

  private Sample any() {
    restricted = random.nextInt(3) == 0;
    var parts = new ArrayList<Sample.Part>();
    int wide = 0;
    for (int size = 1 + random.nextInt(20); size > 0; size--) {
      String pattern = paths.pattern();
      boolean isWide = pattern.indexOf('*') >= 0 && pattern.indexOf('*') < 4;
      if (isWide && ++wide > WIDE) {
        continue;
      }
      parts.add(
          random.nextInt(3) == 0 && isRunnable(pattern)
              ? executable(random.nextInt(4) == 0 ? programs.one() : pattern)
              : file(pattern, accesses(isRunnable(pattern)), any(FileOwner.values())));
    }
    if (random.nextBoolean()) {
      parts.add(capabilities());
    }
    for (int rules = random.nextInt(4); rules > 0; rules--) {
      parts.add(
          switch (random.nextInt(4)) {
            case 0 -> network();
            case 2 -> mounts();
            case 1 -> signals();
            default -> ptrace();
          });
    }
    Mode mode = !restricted && random.nextInt(4) == 0 ? Mode.Complain : Mode.Enforce;
    return new Sample(restricted ? Library.RESTRICTED : Library.RUNTIME_DEFAULT, mode, parts);
  }

  Question question(Sample sample) {
    List<Sample.Part> mounts = sample.parts("mounts");
    if (!mounts.isEmpty() && random.nextInt(MOUNTS) == 0) {
      Sample.Part about = any(mounts);
      return new Question.OnMount(
          random.nextInt(4) == 0 ? mountOperation() : operation(about), paths.name(about));
    }
    boolean owned = random.nextBoolean();
    return switch (random.nextInt(20)) {
      case 0, 1 -> new Question.MakeLink(paths.linkName(sample), paths.name(sample), owned);
      case 2 -> new Question.OnSignal(any(SignalWay.values()), any(SIGNALS), any(PEERS));
      case 3 -> new Question.OnProcess(any(PtraceWay.values()), any(PEERS));
      case 4 ->
          random.nextBoolean()
              ? new Question.UseNetwork(any(FAMILIES), any(SocketType.values()))
              : new Question.OnMount(mountOperation(), paths.name(sample));
      default -> new Question.OnFile(permissions(), paths.name(sample), owned);
    };
  }

  private static MountOperation operation(Sample.Part mounts) {
    return Arrays.stream(MountOperation.values())
        .filter(o -> mounts.text().contains("[" + o.word() + "]"))
        .findFirst()
        .orElseThrow();
  }

  /** Where the base denies execution, apparmor_parser 4.1.0 loses what is said about mapping. */
  private static boolean isRunnable(String pattern) {
    return pattern.startsWith("/a/") || pattern.startsWith("/proc/");
  }

  private EnumSet<Permission> permissions() {
    var asked = EnumSet.noneOf(Permission.class);
    while (asked.isEmpty() || random.nextInt(3) == 0) {
      Permission permission = any(Permission.values());
      if (permission != Permission.LINK) {
        asked.add(permission);
      }
    }
    return asked;
  }

  private Sample.Part file(String pattern, List<FileAccess> access, FileOwner owner) {
    RuleAction action = action();
    List<String> only = programs.some();
    return new Sample.Part(
        "files: %s %s owner %s%s %s".formatted(action, access, owner, programs.text(only), pattern),
        (rules, name) -> {
          FileRule rule = about(new FileRule(), name, action, pattern);
          rule.programs = only;
          rule.access = access;
          rule.owner = owner;
          rules.files = with(rules.files, rule);
        });
  }

  private Sample.Part network() {
    var rule = new NetworkRule();
    rule.families =
        random.nextBoolean() ? null : List.of(SocketFamily.valueOf(any(FAMILIES).word()));
    rule.types =
        rule.families != null && random.nextBoolean()
            ? null
            : List.of(any(dev.palisade.api.v1alpha1.SocketType.values()));
    rule.programs = programs.some();
    RuleAction action = action();
    return new Sample.Part(
        "network: %s %s %s%s"
            .formatted(action, rule.families, rule.types, programs.text(rule.programs)),
        (rules, name) -> rules.network = with(rules.network, named(rule, name, action)));
  }

  private Sample.Part signals() {
    var rule = new SignalRule();
    rule.peer = any(Peer.values());
    rule.access =
        rule.peer == Peer.Self ? List.of(any(SignalAccess.values())) : List.of(SignalAccess.Send);
    rule.signals =
        random.nextBoolean()
            ? null
            : List.of(dev.palisade.api.v1alpha1.SignalName.valueOf(any(SIGNALS).word()));
    RuleAction action = action();
    return new Sample.Part(
        "signals: %s %s %s peer %s".formatted(action, rule.access, rule.signals, rule.peer),
        (rules, name) -> rules.signals = with(rules.signals, named(rule, name, action)));
  }

  private Sample.Part mounts() {
    var rule = new MountRule();
    rule.operations =
        List.of(dev.palisade.api.v1alpha1.MountOperation.valueOf(mountOperation().word()));
    rule.paths = random.nextInt(3) == 0 ? null : List.of(paths.pattern());
    RuleAction action = action();
    return new Sample.Part(
        "mounts: %s %s %s".formatted(action, rule.operations, rule.paths),
        (rules, name) -> rules.mounts = with(rules.mounts, named(rule, name, action)));
  }

  /** The base allows none but unmounting. */
  private MountOperation mountOperation() {
    return random.nextBoolean() ? MountOperation.UNMOUNT : any(MountOperation.values());
  }

  private Sample.Part ptrace() {
    var rule = new PtraceRule();
    rule.peer = any(Peer.values());
    rule.access = List.of(any(PtraceAccess.values()));
    RuleAction action = action();
    return new Sample.Part(
        "ptrace: %s %s peer %s".formatted(action, rule.access, rule.peer),
        (rules, name) -> rules.ptrace = with(rules.ptrace, named(rule, name, action)));
  }

  private Sample.Part executable(String pattern) {
    RuleAction action = action();
    List<String> only = programs.some();
    return new Sample.Part(
        "executables: %s%s %s".formatted(action, programs.text(only), pattern),
        (rules, name) -> {
          ExecutableRule rule = about(new ExecutableRule(), name, action, pattern);
          rule.programs = only;
          rules.executables = with(rules.executables, rule);
        });
  }

  private Sample.Part capabilities() {
    var written = new CapabilityRules();
    if (random.nextBoolean()) {
      written.drop = List.of("ALL");
      written.add = List.of(any(Capability.RUNTIME_DEFAULT.toArray(Capability[]::new)).name());
    } else {
      written.drop = List.of(any(Capability.values()).name(), any(Capability.values()).name());
    }
    return new Sample.Part(
        "capabilities: drop %s add %s".formatted(written.drop, written.add),
        (rules, name) -> rules.capabilities = written);
  }

  private static <R extends PathRule> R about(
      R rule, String name, RuleAction action, String pattern) {
    rule.paths = List.of(pattern);
    return named(rule, name, action);
  }

  private static <R extends Rule> R named(R rule, String name, RuleAction action) {
    rule.name = name;
    rule.action = action;
    return rule;
  }

  private RuleAction action() {
    RuleAction other = restricted ? RuleAction.Allow : RuleAction.Audit;
    return random.nextInt(restricted ? 2 : 4) == 0 ? other : RuleAction.Deny;
  }

  private static <R> List<R> with(List<R> rules, R rule) {
    var more = rules == null ? new ArrayList<R>() : new ArrayList<>(rules);
    more.add(rule);
    return more;
  }

  private List<FileAccess> accesses(boolean runnable) {
    var access = EnumSet.noneOf(FileAccess.class);
    while (access.isEmpty() || random.nextInt(4) == 0) {
      access.add(any(FileAccess.values()));
    }
    if (!runnable && access.remove(FileAccess.Execute)) {
      access.add(FileAccess.Read);
    }
    return List.copyOf(access);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
