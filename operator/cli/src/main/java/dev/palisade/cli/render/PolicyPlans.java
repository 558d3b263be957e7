package dev.palisade.cli.render;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Failure;
import dev.palisade.cli.text.Plain;
import dev.palisade.compile.Bases;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.ClusterPolicies;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the operator would make of the policies of a file, without a cluster. */
public final class PolicyPlans {
  private PolicyPlans() {}

  /**
   * One plan for each policy, with those of the cluster merged that the file has; a policy that
   * cannot be used ends the command.
   *
   * @param namespace of policies that name none
   * @param tell gets a note for each object of another kind
   */
  public static List<RevisionPlan> read(String file, String namespace, Consumer<String> tell)
      throws IOException {
    PolicyFile.Content content = PolicyFile.read(file, PolicyFile.text(file), namespace, "");
    content.skipped().forEach(note -> tell.accept("note: " + note));
    content.cluster().forEach(c -> check(file, c, ClusterPolicies.problems(c)));
    content.bases().forEach(b -> check(file, b, Bases.problems(b)));
    var plans = new ArrayList<RevisionPlan>();
    Set<ClusterSecurityPolicy> idle = new LinkedHashSet<>(content.cluster());
    for (SecurityPolicy policy : content.policies()) {
      Cluster around = content.around(policy);
      idle.removeAll(around.policies());
      plans.add(plan(file, policy, around));
    }
    idle.forEach(c -> tell.accept(idle(file, c)));
    content.bases().stream()
        .map(b -> b.getMetadata().getName())
        .filter(b -> content.policies().stream().noneMatch(p -> Bases.named(p).contains(b)))
        .forEach(b ->
            tell.accept(
                "note: %s: no policy here has base: %s, which is a SecurityBase in it"
                    .formatted(file, b)));
    return plans;
  }

  private static String idle(String file, ClusterSecurityPolicy cluster) {
    return "note: %s: ClusterSecurityPolicy %s holds for no policy here; namespaces have the labels of their Namespace objects in the file, and kubernetes.io/metadata.name"
        .formatted(file, cluster.getMetadata().getName());
  }

  private static void check(String file, HasMetadata object, List<Problem> problems) {
    if (problems.stream().anyMatch(Problem::isError)) {
      throw refused(
          "%s: %s %s".formatted(file, object.getKind(), object.getMetadata().getName()), problems);
    }
  }

  /** Where a policy stands, for messages about it. */
  public static String place(String file, String policy) {
    return "%s: SecurityPolicy %s".formatted(file, policy);
  }

  private static RevisionPlan plan(String file, SecurityPolicy policy, Cluster around) {
    return switch (Revisions.plan(policy, around)) {
      case Planning.Planned(RevisionPlan plan) -> plan;
      case Planning.Refused(var reason, var message, List<Problem> problems) ->
          throw refused(place(file, policy.getMetadata().getName()), problems);
    };
  }

  private static Failure refused(String place, List<Problem> problems) {
    return Failure.badInput(
        problems.stream()
            .filter(Problem::isError)
            .map(p -> Plain.line("%s: %s".formatted(place, p)))
            .collect(Collectors.joining("\n       ")));
  }
}
