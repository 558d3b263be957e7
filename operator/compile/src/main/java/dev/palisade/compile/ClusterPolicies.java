package dev.palisade.compile;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.policy.ClusterReader;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.Problem;
import dev.palisade.policy.apparmor.Quoted;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ClusterSecurityPolicies as they are merged into a policy. */
public final class ClusterPolicies {
  /** As the CRD of SecurityProfile has it. */
  private static final int MOST = 32;

  /** Of a label selector (apimachinery, LabelSelectorOperator). */
  private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

  private ClusterPolicies() {}

  /** What is wrong with one by itself. */
  public static List<Problem> problems(ClusterSecurityPolicy policy) {
    var problems = new ArrayList<Problem>();
    read(policy, problems);
    return List.copyOf(problems);
  }

  /**
   * Those that are merged into one policy. One that cannot be used refuses every policy that it is
   * merged into: a revision without it would be weaker than its author believes.
   *
   * @param problems gets what is wrong with each, after its name
   */
  static List<ClusterRules> read(List<ClusterSecurityPolicy> cluster, List<Problem> problems) {
    if (cluster.size() > MOST) {
      problems.add(
          Problem.error(
              "metadata.namespace",
              "%d ClusterSecurityPolicies hold here, at most %d can; bring some together into one"
                  .formatted(cluster.size(), MOST)));
    }
    var rules = new ArrayList<ClusterRules>();
    for (ClusterSecurityPolicy policy : cluster) {
      var own = new ArrayList<Problem>();
      read(policy, own).ifPresent(rules::add);
      own.forEach(p ->
          problems.add(
              p.at(
                  "ClusterSecurityPolicy %s %s"
                      .formatted(policy.getMetadata().getName(), p.path()))));
    }
    return rules;
  }

  private static Optional<ClusterRules> read(ClusterSecurityPolicy policy, List<Problem> problems) {
    if (policy.getSpec() == null) {
      problems.add(Problem.error("spec", "spec is missing; see kubectl explain csecpol.spec"));
      return Optional.empty();
    }
    if (policy.getSpec().namespaceSelector == null) {
      problems.add(
          Problem.error(
              "spec.namespaceSelector",
              "namespaceSelector is missing; write {} for every namespace"));
    }
    checkOperators("spec.namespaceSelector", policy.getSpec().namespaceSelector, problems);
    checkOperators("spec.policySelector", policy.getSpec().policySelector, problems);
    return Optional.of(
        ClusterReader.read(
            Drafts.of(policy),
            DraftRules.devices(Drafts.orEmpty(policy.getSpec().devices)),
            Revisions.LIBRARY,
            problems));
  }

  /**
   * The API server knows the shape of a selector, and not its words; an unknown one matches
   * nothing.
   */
  private static void checkOperators(String at, LabelSelector selector, List<Problem> problems) {
    if (selector != null) {
      selector.getMatchExpressions().stream()
          .filter(e -> !OPERATORS.contains(e.getOperator()))
          .map(e ->
              Problem.error(
                  at + ".matchExpressions",
                  "unknown operator %s; write one of %s"
                      .formatted(Quoted.of(e.getOperator()), String.join(", ", OPERATORS))))
          .forEach(problems::add);
    }
  }
}
