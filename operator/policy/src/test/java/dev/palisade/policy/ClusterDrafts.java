package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Drafts read as a ClusterSecurityPolicy is. */
final class ClusterDrafts {
  private ClusterDrafts() {}

  static ClusterRules cluster(String name, DraftBuilder draft) {
    var problems = new ArrayList<Problem>();
    ClusterRules rules =
        ClusterReader.read(draft.rules(name), draft.devices, Library.bundled(), problems);
    assertThat(problems).isEmpty();
    return rules;
  }

  static List<String> problems(DraftBuilder draft) {
    var problems = new ArrayList<Problem>();
    ClusterReader.read(draft.rules("any"), draft.devices, Library.bundled(), problems);
    return problems.stream().map(Problem::toString).toList();
  }
}
