package dev.palisade.cli.render;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Failure;
import dev.palisade.cli.text.Plain;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the operator would make of the policies of a file, without a cluster. */
public final class PolicyPlans {
  private PolicyPlans() {}

  /**
   * One plan for each policy; a policy that cannot be used ends the command.
   *
   * @param namespace of policies that name none
   * @param tell gets a note for each object of another kind
   */
  public static List<RevisionPlan> read(String file, String namespace, Consumer<String> tell)
      throws IOException {
    PolicyFile.Content content = PolicyFile.read(file, PolicyFile.text(file), namespace, "");
    content.skipped().forEach(note -> tell.accept("note: " + note));
    var plans = new ArrayList<RevisionPlan>();
    for (SecurityPolicy policy : content.policies()) {
      plans.add(plan(file, policy));
    }
    return plans;
  }

  /** Where a policy stands, for messages about it. */
  public static String place(String file, String policy) {
    return "%s: SecurityPolicy %s".formatted(file, policy);
  }

  private static RevisionPlan plan(String file, SecurityPolicy policy) {
    return switch (Revisions.plan(policy)) {
      case Planning.Planned(RevisionPlan plan) -> plan;
      case Planning.Refused(var reason, var message, List<Problem> problems) ->
          throw Failure.badInput(
              problems.stream()
                  .filter(Problem::isError)
                  .map(p ->
                      Plain.line(
                          "%s: %s".formatted(place(file, policy.getMetadata().getName()), p)))
                  .collect(Collectors.joining("\n       ")));
    };
  }
}
