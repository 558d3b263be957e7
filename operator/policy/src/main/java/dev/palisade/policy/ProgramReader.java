package dev.palisade.policy;

import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Quoted;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads which programs a rule is for. */
final class ProgramReader {
  static final String FIELD = "programs";

  private ProgramReader() {}

  /** Those of one rule; none, where the field is left out, stand for every process. */
  static Set<Program> programs(RuleFields rule) {
    rule.refuseEmpty(FIELD);
    PathReader.warnAboutLinks(rule, FIELD);
    var programs = new LinkedHashSet<Program>();
    for (Glob path : PathReader.globs(rule, FIELD, Program.MOST)) {
      String written = path.written();
      if (!path.isLiteral()) {
        rule.error(
            FIELD,
            "%s has a wildcard; a program is one file: write the path of each"
                .formatted(Quoted.of(written)));
      } else if (written.endsWith("/")) {
        rule.error(
            FIELD,
            "%s is a directory; write the path of a program in it".formatted(Quoted.of(written)));
      } else {
        programs.add(Program.written(written));
      }
    }
    return programs;
  }

  /** From the container's profile a way leads to each of them. */
  static void limit(String at, List<PolicyRule> rules, List<Problem> problems) {
    long programs = rules.stream().flatMap(r -> r.programs().stream()).distinct().count();
    if (programs > Program.MOST) {
      problems.add(
          Problem.error(
              at,
              "%d programs have rules of their own; at most %d in a container can"
                  .formatted(programs, Program.MOST)));
    }
  }
}
