package dev.palisade.compile;

import dev.palisade.policy.Problem;
import java.util.List;

/** What came of planning a revision. */
public sealed interface Planning {
  /**
   * The plan, for those who know that the policy is accepted.
   *
   * @throws IllegalStateException if there is none, with the errors
   */
  RevisionPlan plan();

  record Planned(RevisionPlan plan) implements Planning {}

  /**
   * There is no revision.
   *
   * @param reason {@link Reason#Invalid} or {@link Reason#UnknownBase}
   * @param message all errors in one line, for a condition
   * @param problems the same one by one, with the warnings
   */
  record Refused(Reason reason, String message, List<Problem> problems) implements Planning {
    @Override
    public RevisionPlan plan() {
      throw new IllegalStateException(message);
    }
  }
}
