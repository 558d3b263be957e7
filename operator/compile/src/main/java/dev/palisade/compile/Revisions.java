package dev.palisade.compile;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Filters;
import dev.palisade.policy.Hashes;
import dev.palisade.policy.Library;
import dev.palisade.policy.OwnBase;
import dev.palisade.policy.Policy;
import dev.palisade.policy.PolicyReader;
import dev.palisade.policy.PolicyReading;
import dev.palisade.policy.Problem;
import dev.palisade.policy.ProfileName;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.SyscallCheck;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.meaning.VainAllow;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** From a policy object to the plan of its revision: pure, and the same in operator and CLI. */
public final class Revisions {
  static final Library LIBRARY = Library.bundled();

  private Revisions() {}

  /**
   * Plans one.
   *
   * @param cluster what of the cluster it is compiled with
   */
  public static Planning plan(SecurityPolicy policy, Cluster cluster) {
    if (policy.getSpec() == null) {
      return refused(
          List.of(Problem.error("spec", "spec is missing; see kubectl explain secpol.spec")));
    }
    var problems = new ArrayList<Problem>();
    if (selectsEverything(policy.getSpec().podSelector)) {
      problems.add(
          Problem.error(
              "spec.podSelector",
              "podSelector is empty and would match every workload of the namespace; name at least one label, for example"
                  + " matchLabels: {app: NAME}"));
    }
    List<ClusterRules> merged = ClusterPolicies.read(cluster.policies(), problems);
    var unusable = new ArrayList<Problem>();
    Library library = Bases.library(policy, cluster.bases(), unusable);
    problems.addAll(unusable);
    if (!unusable.isEmpty()) {
      return refused(problems); // Without its base nothing can be said of a container's rules.
    }
    String uid = Objects.requireNonNullElse(policy.getMetadata().getUid(), "");
    return switch (PolicyReader.read(Drafts.of(policy), library)) {
      case PolicyReading.Refused refusal -> {
        problems.addAll(refusal.problems());
        yield refused(problems);
      }
      case PolicyReading.Accepted(Policy accepted, List<Problem> warnings) -> {
        Policy whole = accepted.under(merged);
        problems.addAll(warnings);
        problems.addAll(each(whole, VainAllow::of));
        problems.addAll(each(whole, SyscallCheck::together));
        problems.addAll(each(whole, (at, rules) -> WidthCheck.of(at, whole, rules, cluster)));
        yield problems.stream().anyMatch(Problem::isError)
            ? refused(problems)
            : new Planning.Planned(plan(whole, uid, cluster.bases(), problems));
      }
    };
  }

  private static List<Problem> each(
      Policy policy, BiFunction<String, ContainerRules, List<Problem>> look) {
    var problems = new ArrayList<>(look.apply("spec.defaultContainer", policy.defaultContainer()));
    for (int i = 0; i < policy.containers().size(); i++) {
      problems.addAll(look.apply("spec.containers[" + i + "]", policy.containers().get(i)));
    }
    return problems;
  }

  private static boolean selectsEverything(LabelSelector selector) {
    return selector == null
        || (isEmpty(selector.getMatchLabels()) && selector.getMatchExpressions().isEmpty());
  }

  private static boolean isEmpty(Map<String, String> labels) {
    return labels == null || labels.isEmpty();
  }

  private static RevisionPlan plan(
      Policy policy, String uid, Map<String, OwnBase> bases, List<Problem> warnings) {
    List<Artefact> artefacts = policy.governed().stream().map(r -> artefact(policy, r)).toList();
    List<Hashes.Part> parts =
        artefacts.stream()
            .map(a ->
                new Hashes.Part(
                    a.container(),
                    a.hash(),
                    a.filter().map(FilterFile::hash),
                    a.rules().capabilities(),
                    a.rules().secretsStayReadOnly()))
            .toList();
    String hash =
        Hashes.revision(policy.namespace(), policy.name(), uid, parts, policy.deviceTable());
    String revision = ProfileName.revision(policy.namespace(), policy.name(), hash);
    return new RevisionPlan(
        policy, uid, bases, Hashes.source(policy), revision, artefacts, warnings);
  }

  private static Artefact artefact(Policy policy, ContainerRules rules) {
    Profile profile = ProfileTree.of(rules, policy.mode());
    String hash =
        Hashes.artefact(profile, policy.mode(), Toolchain.FEATURE_SET, Toolchain.PARSER_VERSION);
    String name = ProfileName.kernel(policy.namespace(), policy.name(), rules.name(), hash);
    return new Artefact(rules, profile.text(name), hash, name, filter(policy, rules));
  }

  private static Optional<FilterFile> filter(Policy policy, ContainerRules rules) {
    return Filters.of(policy, rules)
        .map(filter -> {
          String hash = Hashes.filter(filter);
          return new FilterFile(
              ProfileName.filter(policy.namespace(), policy.name(), rules.name(), hash),
              filter.json(),
              hash);
        });
  }

  private static Planning.Refused refused(List<Problem> problems) {
    List<Problem> errors = problems.stream().filter(Problem::isError).toList();
    boolean base = errors.stream().allMatch(p -> p.kind() == Problem.Kind.UNKNOWN_BASE);
    return new Planning.Refused(
        base ? Reason.UnknownBase : Reason.Invalid,
        errors.stream().map(Problem::toString).collect(Collectors.joining("; ")),
        List.copyOf(problems));
  }
}
