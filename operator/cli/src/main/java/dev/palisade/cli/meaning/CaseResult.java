package dev.palisade.cli.meaning;

import dev.palisade.cli.meaning.CasesFile.Case;
import dev.palisade.cli.meaning.CasesFile.Expected;
import dev.palisade.policy.Policy;
import dev.palisade.policy.meaning.ContainerRuntime;
import java.util.List;

/**
 * What came of a case, as documents have it.
 *
 * @param policy its namespace and name
 * @param problem what was answered instead; absent if the case passed
 */
record CaseResult(String policy, String name, boolean passed, String problem, AnswerReport answer) {

  /** Those of a file, as one document. */
  record All(List<CaseResult> cases, long passed, long failed) {
    All {
      cases = List.copyOf(cases);
    }

    static All of(List<CaseResult> cases) {
      long passed = cases.stream().filter(CaseResult::passed).count();
      return new All(cases, passed, cases.size() - passed);
    }
  }

  static CaseResult of(Case one, Policy policy, ContainerRuntime runtime) {
    AnswerReport answer =
        Asking.ask(policy, one.asker(), Asking.question("", one.ask), one.ask, runtime);
    Expected was = answer.allowed() ? Expected.Allowed : Expected.Denied;
    String problem = null;
    if (was != one.expect) {
      problem = "expected %s, is %s by %s".formatted(one.expect, was, Asking.deciders(answer));
    } else if (!one.rule.isEmpty() && !decides(one.rule, answer)) {
      problem =
          "expected %s by %s, is by %s".formatted(one.expect, one.rule, Asking.deciders(answer));
    }
    return new CaseResult(
        policy.namespace() + "/" + policy.name(), one.name, problem == null, problem, answer);
  }

  /** A ground may name several rules of the policy that say the same. */
  private static boolean decides(String rule, AnswerReport answer) {
    return answer.grounds().stream()
        .anyMatch(g -> List.of(g.name().split(", ", -1)).contains(rule));
  }
}
