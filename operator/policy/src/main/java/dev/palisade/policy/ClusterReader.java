package dev.palisade.policy;

import java.util.List;

/** Reads what a ClusterSecurityPolicy takes away. */
public final class ClusterReader {
  static final String ONLY_TAKES_AWAY = "a ClusterSecurityPolicy only takes away; write Deny";

  private ClusterReader() {}

  /**
   * Reads one; never throws for what the draft says.
   *
   * @param draft its base is not asked for
   * @param devices the rules about devices
   * @param problems gets what is wrong, each with where it stands below {@code spec}
   */
  public static ClusterRules read(
      Draft.Container draft, List<Draft.Rule> devices, Library library, List<Problem> problems) {
    RulesReader.Said said =
        RulesReader.read("spec", draft, library.presets(), problems, ClusterReader::checkAction);
    SyscallCheck.of("spec", said.rules(), problems);
    if (draft.capabilities().filter(c -> !c.add().isEmpty()).isPresent()) {
      problems.add(
          Problem.error(
              "spec.capabilities.add",
              "a ClusterSecurityPolicy only takes away; leave add out, what is not dropped stays"));
    }
    return new ClusterRules(
        draft.name(),
        said.presets(),
        said.rules(),
        DeviceReader.ofCluster(devices, problems),
        said.capabilities().denied(),
        said.readOnlySecrets());
  }

  private static void checkAction(RuleFields rule, Action action) {
    if (action != Action.DENY) {
      rule.error("action", ONLY_TAKES_AWAY);
    }
    if (!rule.texts(ProgramReader.FIELD).isEmpty()) {
      rule.error(
          ProgramReader.FIELD,
          "a ClusterSecurityPolicy takes away from every program; leave programs out");
    }
  }
}
