package dev.palisade.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.policy.Library;
import dev.palisade.policy.ProfileName;
import dev.palisade.policy.apparmor.Program;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for some programs alone, by the pinned parser and as they are kept. */
class ProgramsTest {
  private static final String PSQL = "/usr/bin/psql";
  private static final String TOOL = "/opt/a b/\"tool\"é";

  private final BlobCompiler compiler = PinnedParser.compiler();

  private final SecurityPolicy policy = new SecurityPolicy();
  private final ContainerRules rules = new ContainerRules();

  ProgramsTest() {
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("checkout").build());
    policy.setSpec(new SecurityPolicySpec());
    policy.getSpec().podSelector = new LabelSelectorBuilder().addToMatchLabels("a", "b").build();
    policy.getSpec().mode = Mode.Enforce;
    policy.getSpec().defaultContainer = rules;
    rules.base = Library.RUNTIME_DEFAULT;
    rules.files = new ArrayList<>();
    rules.executables = new ArrayList<>();
    rules.network = new ArrayList<>();
  }

  /**
   * Rules that say in every way who may run the programs: to the parser, two that lead to different
   * profiles would be a conflict.
   */
  @ParameterizedTest
  @CsvSource({
    "RuntimeDefault, Enforce, Deny, Audit",
    "RuntimeDefault, Complain, Deny, Audit",
    "Restricted, Enforce, Allow, Allow",
    "Restricted, Complain, Allow, Allow"
  })
  void nothingSaidOfAProgramConflicts(String base, Mode mode, RuleAction one, RuleAction other)
      throws InterruptedException {
    rules.base = base;
    policy.getSpec().mode = mode;
    for (RuleAction action : EnumSet.of(one, other)) {
      String name = action.toString().toLowerCase(Locale.ROOT);
      file(name + "-any", action, List.of(PSQL, "/usr/bin/p*", "/opt/**"), FileOwner.Any);
      file(name + "-self", action, List.of(TOOL, "/usr/bin/*"), FileOwner.Self);
      run(name, action, List.of(PSQL), List.of());
      run(name + "-all", action, List.of("/**"), List.of());
      run(name + "-psql", action, List.of(PSQL, TOOL), List.of(PSQL));
      run(name + "-tool", action, List.of("/usr/**"), List.of(TOOL));
      network(name, action, List.of(PSQL, TOOL));
    }
    assertThat(compiler.compile(plan().artefacts().getFirst()))
        .isInstanceOf(Compilation.Compiled.class);
    rules.executables.removeIf(r -> r.name.endsWith("-all"));
    assertThat(compiler.compile(plan().artefacts().getFirst()))
        .isInstanceOf(Compilation.Compiled.class);
  }

  @Test
  void aBlobBeginsWithTheContainersProfileAndHoldsTheOthers() throws InterruptedException {
    run("psql", RuleAction.Deny, List.of("/usr/bin/id"), List.of(PSQL));
    network("tool", RuleAction.Deny, List.of(TOOL));
    Artefact artefact = plan().artefacts().getFirst();
    String blob =
        new String(
            ((Compilation.Compiled) compiler.compile(artefact)).bytes(),
            StandardCharsets.ISO_8859_1);
    String name = artefact.profileName();
    int psql = blob.indexOf(Program.written(PSQL).profile(name) + "\0");
    int tool = blob.indexOf(Program.written(TOOL).profile(name) + "\0");
    assertThat(blob.indexOf(name + "\0")).isLessThan(Math.min(psql, tool));
    assertThat(Math.min(psql, tool)).isPositive();
  }

  /** As many as there can be, in a container whose names are the longest. */
  @Test
  void thereIsRoomForAllOfThem() throws InterruptedException {
    policy.getMetadata().setNamespace("n".repeat(63));
    policy.getMetadata().setName("p".repeat(63));
    rules.presets = List.of("no-shell", "no-package-manager", "read-only-programs");
    IntStream.range(0, Program.MOST)
        .forEach(
            i -> run("r" + i, RuleAction.Deny, List.of("/usr/bin/id"), List.of("/usr/bin/p" + i)));
    Artefact artefact = plan().artefacts().getFirst();
    assertThat(compiler.compile(artefact)).isInstanceOf(Compilation.Compiled.class);
    assertThat(Program.written(PSQL).profile("x".repeat(ProfileName.MAX_LENGTH)).length())
        .isLessThan(254);
  }

  @Test
  void aRevisionKeepsThem() {
    network("both", RuleAction.Deny, List.of(TOOL, PSQL));
    run("psql", RuleAction.Audit, List.of("/usr/bin/id"), List.of(PSQL));
    file("file", RuleAction.Deny, List.of("/a"), FileOwner.Any);
    rules.files.getFirst().programs = List.of(PSQL);
    SecurityProfile profile = Manifests.profile(plan(), List.of());
    var stored = profile.getSpec().containers.getFirst();
    assertThat(stored.programs).containsExactly(TOOL, PSQL);
    assertThat(stored.network.getFirst().programs).containsExactly(TOOL, PSQL);
    assertThat(stored.executables.getFirst().programs).containsExactly(PSQL);
    assertThat(stored.files.getFirst().programs).containsExactly(PSQL);
    rules.files.clear();
    rules.executables.clear();
    rules.network.clear();
    assertThat(Manifests.profile(plan(), List.of()).getSpec().containers.getFirst().programs)
        .isNull();
  }

  private RevisionPlan plan() {
    return Revisions.plan(policy, Cluster.UNSEEN).plan();
  }

  private void file(String name, RuleAction action, List<String> paths, FileOwner owner) {
    FileRule rule = named(new FileRule(), action, name);
    rule.paths = paths;
    rule.access = List.of(FileAccess.Execute);
    rule.owner = owner;
    rules.files.add(rule);
  }

  private void run(String name, RuleAction action, List<String> paths, List<String> programs) {
    ExecutableRule rule = named(new ExecutableRule(), action, name);
    rule.paths = paths;
    rule.programs = programs.isEmpty() ? null : programs;
    rules.executables.add(rule);
  }

  private void network(String name, RuleAction action, List<String> programs) {
    NetworkRule rule = named(new NetworkRule(), action, name);
    rule.programs = programs;
    rules.network.add(rule);
  }

  private static <R extends Rule> R named(R rule, RuleAction action, String name) {
    rule.name = name;
    rule.action = action;
    return rule;
  }
}
