package dev.palisade.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.MountOperation;
import dev.palisade.api.v1alpha1.MountRule;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.Peer;
import dev.palisade.api.v1alpha1.PtraceAccess;
import dev.palisade.api.v1alpha1.PtraceRule;
import dev.palisade.api.v1alpha1.Resource;
import dev.palisade.api.v1alpha1.ResourceLimit;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecretMounts;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.api.v1alpha1.SignalAccess;
import dev.palisade.api.v1alpha1.SignalName;
import dev.palisade.api.v1alpha1.SignalRule;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import dev.palisade.policy.Library;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every word of the language is one that the pinned parser and feature set enforce ({@code
 * --Werror=rule-not-enforced --Werror=rule-downgraded}).
 */
class EveryRuleTest {
  private final BlobCompiler compiler = PinnedParser.compiler();

  @ParameterizedTest
  @CsvSource({
    "RuntimeDefault, Enforce, Deny, Audit",
    "RuntimeDefault, Complain, Deny, Audit",
    "Restricted, Enforce, Allow, Allow",
    "Restricted, Complain, Allow, Allow"
  })
  void isEnforcedByThePinnedParser(String base, Mode mode, RuleAction one, RuleAction other)
      throws InterruptedException {
    var rules = new ContainerRules();
    rules.base = base;
    rules.files = new ArrayList<>();
    rules.executables = new ArrayList<>();
    rules.network = new ArrayList<>();
    rules.signals = new ArrayList<>();
    rules.ptrace = new ArrayList<>();
    rules.mounts = new ArrayList<>();
    for (RuleAction action : EnumSet.of(one, other)) {
      String name = label(action);
      for (FileAccess access : FileAccess.values()) {
        for (FileOwner owner : FileOwner.values()) {
          FileRule file = named(new FileRule(), action, label(action, access, owner));
          file.paths = List.of("/" + access + "/**", "/" + access + "/" + owner);
          file.access = List.of(access);
          file.owner = owner;
          rules.files.add(file);
        }
      }
      ExecutableRule executable = named(new ExecutableRule(), action, name);
      executable.paths = List.of("/usr/bin/" + name);
      rules.executables.add(executable);
      rules.network.add(
          network(action, name, List.of(SocketFamily.values()), List.of(SocketType.values())));
      rules.network.add(network(action, name + "-families", List.of(SocketFamily.values()), null));
      rules.network.add(network(action, name + "-types", null, List.of(SocketType.values())));
      for (Peer peer : Peer.values()) {
        for (List<SignalName> signals : Arrays.asList(List.of(SignalName.values()), null)) {
          SignalRule signal =
              named(
                  new SignalRule(), action, label(action, peer, signals == null ? "all" : "each"));
          boolean every = action != RuleAction.Deny || peer == Peer.Self;
          signal.access = every ? List.of(SignalAccess.values()) : List.of(SignalAccess.Send);
          signal.signals = signals;
          signal.peer = peer;
          rules.signals.add(signal);
        }
        PtraceRule ptrace = named(new PtraceRule(), action, label(action, peer));
        ptrace.access = List.of(PtraceAccess.values());
        ptrace.peer = peer;
        rules.ptrace.add(ptrace);
      }
      for (List<String> paths : Arrays.asList(List.of("/m", "/m/**"), null)) {
        MountRule mount = named(new MountRule(), action, name + (paths == null ? "-all" : ""));
        // Every base denies mounting.
        mount.operations =
            action == RuleAction.Allow
                ? List.of(MountOperation.Unmount, MountOperation.PivotRoot)
                : List.of(MountOperation.values());
        mount.paths = paths;
        rules.mounts.add(mount);
      }
    }
    rules.resourceLimits = Stream.of(Resource.values()).map(EveryRuleTest::limit).toList();
    assertThat(compile(rules, mode)).isInstanceOf(Compilation.Compiled.class);
    if (one == RuleAction.Allow) {
      return;
    }
    rules.secretMounts = SecretMounts.ReadOnly;
    rules.presets = List.copyOf(Library.bundled().presets().keySet());
    assertThat(compile(rules, mode)).isInstanceOf(Compilation.Compiled.class);
    rules.network = List.of(network(RuleAction.Deny, "all", null, null));
    assertThat(compile(rules, mode)).isInstanceOf(Compilation.Compiled.class);
  }

  private Compilation compile(ContainerRules rules, Mode mode) throws InterruptedException {
    var policy = new SecurityPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("every").build());
    var spec = new SecurityPolicySpec();
    spec.podSelector = new LabelSelectorBuilder().addToMatchLabels("a", "b").build();
    spec.mode = mode;
    spec.defaultContainer = rules;
    policy.setSpec(spec);
    return compiler.compile(Revisions.plan(policy, Cluster.UNSEEN).plan().artefacts().getFirst());
  }

  private static NetworkRule network(
      RuleAction action, String name, List<SocketFamily> families, List<SocketType> types) {
    NetworkRule rule = named(new NetworkRule(), action, name);
    rule.families = families;
    rule.types = types;
    return rule;
  }

  private static String label(Object... words) {
    return Stream.of(words)
        .map(w -> w.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("-"));
  }

  private static ResourceLimit limit(Resource resource) {
    var limit = new ResourceLimit();
    limit.name = label(resource);
    limit.resource = resource;
    limit.max = 999_999_999_999_999_999L;
    return limit;
  }

  private static <R extends Rule> R named(R rule, RuleAction action, String name) {
    rule.name = name;
    rule.action = action;
    return rule;
  }
}
