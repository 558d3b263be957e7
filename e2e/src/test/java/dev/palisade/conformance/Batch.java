package dev.palisade.conformance;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.ExecutableRule;
import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileRule;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.PathRule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Library;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths under one kind of denial, as the policy that a person would write.
 *
 * @param paths as written; at most 1000
 */
record Batch(int number, Denial denial, Mode mode, List<String> paths) {
  /**
   * What a rule takes away, as the kernel's permission bits for the path itself; links are asked
   * about as pairs of name and target.
   */
  enum Denial {
    WRITE(Answer.WRITE | Answer.APPEND | Answer.CREATE | Answer.DELETE | Answer.LOCK),
    READ(Answer.READ),
    EXECUTE(Answer.EXECUTE | Answer.MAP);

    final int mask;

    Denial(int mask) {
      this.mask = mask;
    }
  }

  private static final int RULE_SIZE = 64;

  Artefact artefact() {
    return Revisions.plan(policy(), Cluster.UNSEEN).plan().artefacts().getFirst();
  }

  private SecurityPolicy policy() {
    var rules = new ContainerRules();
    rules.base = Library.RUNTIME_DEFAULT;
    rules.files = new ArrayList<>();
    rules.executables = new ArrayList<>();
    for (int from = 0; from < paths.size(); from += RULE_SIZE) {
      List<String> part = paths.subList(from, Math.min(from + RULE_SIZE, paths.size()));
      if (denial == Denial.EXECUTE) {
        rules.executables.add(filled(new ExecutableRule(), from, part));
      } else {
        FileRule rule = filled(new FileRule(), from, part);
        rule.access = List.of(denial == Denial.WRITE ? FileAccess.Write : FileAccess.Read);
        rules.files.add(rule);
      }
    }
    var policy = new SecurityPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder().withNamespace("conformance").withName("b" + number).build());
    var spec = new SecurityPolicySpec();
    spec.podSelector = new LabelSelectorBuilder().addToMatchLabels("a", "b").build();
    spec.mode = mode;
    spec.defaultContainer = rules;
    policy.setSpec(spec);
    return policy;
  }

  private static <R extends PathRule> R filled(R rule, int number, List<String> paths) {
    rule.name = "r" + number;
    rule.action = RuleAction.Deny;
    rule.paths = List.copyOf(paths);
    return rule;
  }
}
