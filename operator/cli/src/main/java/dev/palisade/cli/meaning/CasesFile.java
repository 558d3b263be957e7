package dev.palisade.cli.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.render.FieldFaults;
import dev.palisade.cli.render.PolicyFile;
import dev.palisade.cli.render.StrictYaml;
import dev.palisade.policy.meaning.QuestionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Questions with the answers that are expected, as a file has them. */
final class CasesFile {
  private CasesFile() {}

  /** As it is written. */
  enum Expected {
    Allowed,
    Denied
  }

  /** Those about one policy: a YAML document. */
  static final class Cases {
    /** Beside the cases file. */
    public String policy;

    /** Its name, where the file has several. */
    public String policyName = "";

    public RuntimeOption.Word runtime = RuntimeOption.Word.containerd;
    public List<Case> cases;
  }

  /** One question. */
  static final class Case {
    public String name;
    public String container = "";

    /** That asks; any without rules of its own if it is left out. */
    public String program = "";

    public List<String> ask;
    public Expected expect;

    /** Has to be among those that decide; any if it is left out. */
    public String rule = "";

    Asker asker() {
      return new Asker(container, program);
    }
  }

  static List<Cases> read(String file) throws IOException {
    List<JsonNode> documents = StrictYaml.documents(file, PolicyFile.text(file));
    if (documents.isEmpty()) {
      throw Failure.badInput(file + ": there are no cases in it");
    }
    return documents.stream()
        .map(document -> StrictYaml.read(file, document, Cases.class, CasesFile::check))
        .toList();
  }

  /** Where the policy is that the cases of {@code file} are about. */
  static String policy(String file, Cases cases) {
    return file.equals("-") ? cases.policy : Path.of(file).resolveSibling(cases.policy).toString();
  }

  private static void check(Cases cases, FieldFaults faults) {
    require(cases.policy, "policy", "the policy's file, beside this one", faults);
    if (cases.cases == null || cases.cases.isEmpty()) {
      faults.add("cases", "there are none; write a list of {name, ask, expect}");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < cases.cases.size(); i++) {
      Case one = cases.cases.get(i);
      String at = "cases[" + i + "]";
      require(one.name, at + ".name", "what the case shows", faults);
      if (one.name != null && !seen.add(one.name)) {
        faults.add(at + ".name", "there are two cases of this name; choose another");
      }
      require(one.expect, at + ".expect", "Allowed or Denied", faults);
      one.asker().problem().ifPresent(message -> faults.add(at + ".program", message));
      require(one.ask, at + ".ask", "the words of can-i, as [write, /var/log/a]", faults);
      if (one.ask != null
          && QuestionReader.read(one.ask)
              instanceof QuestionReader.Reading.Refused(String message)) {
        faults.add(at + ".ask", message);
      }
    }
  }

  private static void require(Object value, String path, String what, FieldFaults faults) {
    if (value == null) {
      faults.add(path, "is missing; write " + what);
    }
  }
}
