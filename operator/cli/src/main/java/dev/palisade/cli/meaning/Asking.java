package dev.palisade.cli.meaning;

import dev.palisade.cli.Failure;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Draft;
import dev.palisade.policy.Policy;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.meaning.Answer;
import dev.palisade.policy.meaning.ContainerRuntime;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.Question;
import dev.palisade.policy.meaning.QuestionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A question to one container of a policy, and its answer as data. */
final class Asking {
  private Asking() {}

  /** The words of a question, or the end of the command. */
  static Question question(String where, List<String> words) {
    return switch (QuestionReader.read(words)) {
      case QuestionReader.Reading.Asked(Question question) -> question;
      case QuestionReader.Reading.Refused(String message) ->
          throw Failure.badInput(where + message);
    };
  }

  /** The answer of a policy. */
  static AnswerReport ask(
      Policy policy, Asker asker, Question question, List<String> words, ContainerRuntime runtime) {
    String container = asker.container();
    ContainerRules rules = policy.of(container);
    Answer answer = Meaning.of(policy, asker.held(rules), runtime).answer(question);
    var notes = new ArrayList<String>();
    boolean ofPod = question instanceof Question.UseDevice;
    if (!ofPod && !container.isEmpty() && !rules.name().equals(container)) {
      notes.add("the policy does not list %s: defaultContainer's rules hold".formatted(container));
    }
    if (!asker.isNamed(rules)) {
      notes.add("no rule is for %s alone: those for every process hold".formatted(asker.program()));
    }
    return new AnswerReport(
        policy.namespace(),
        policy.name(),
        container.isEmpty() ? Draft.Container.DEFAULT : container,
        asker.program().isEmpty() ? null : asker.program(),
        policy.mode().word(),
        words,
        answer.allowed(),
        answer.reported(),
        answer.grounds().stream()
            .map(g ->
                new AnswerReport.Ground(
                    g.source().word(), g.name(), g.rule().replace(Profile.SELF, "self")))
            .toList(),
        notes);
  }

  /** The names of those that decided. */
  static String deciders(AnswerReport report) {
    return report.grounds().stream()
        .map(g -> g.name().isEmpty() ? g.rule() : g.name())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
