package dev.palisade.policy;

import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Quoted;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule while it is read.
 *
 * @param at where it stands, as {@code spec.containers[0].files[1]}
 * @param problems gets what is wrong; what could not be read is left out
 */
record RuleFields(String at, Draft.Rule draft, List<Problem> problems) {
  String name() {
    return draft.name();
  }

  /** That it is a label, and new in its list. */
  void checkName(Set<String> seen) {
    if (!DnsLabel.matches(name())) {
      error(
          "name",
          "the rule name is %s; write at most %d lower-case letters, digits and -"
              .formatted(name().isEmpty() ? "missing" : Quoted.of(name()), DnsLabel.MAX_LENGTH));
    }
    if (!seen.add(name())) {
      error("name", "rule %s is there twice; choose another name".formatted(Quoted.of(name())));
    }
  }

  Action action() {
    return action(Action.class);
  }

  /** The first of all, which is Deny, where it is not understood. */
  <W extends Enum<W> & Word> W action(Class<W> type) {
    return oneOf("action", draft.action(), type.getEnumConstants());
  }

  List<String> texts(String field) {
    return draft.texts(field);
  }

  /** At least one path. */
  List<Glob> paths() {
    if (texts("paths").isEmpty()) {
      error("paths", "paths is missing; write at least one path");
    }
    return PathReader.globs(this);
  }

  /** None, where it is left out, stand for all. */
  List<Glob> pathsOrAll() {
    refuseEmpty("paths");
    return PathReader.globs(this);
  }

  /** The words of a list that has at least one. */
  <W extends Enum<W> & Word> Set<W> someWords(String field, Class<W> type, String example) {
    if (texts(field).isEmpty()) {
      error(field, "%s is missing; write %s".formatted(field, example));
    }
    return words(field, type);
  }

  /** The words of a list; none, where it is left out, stand for all. */
  <W extends Enum<W> & Word> Set<W> allOrWords(String field, Class<W> type) {
    refuseEmpty(field);
    return words(field, type);
  }

  void refuseEmpty(String field) {
    if (draft.fields().containsKey(field) && texts(field).isEmpty()) {
      error(field, field + " is empty; write at least one, or leave it out for all");
    }
  }

  <W extends Enum<W> & Word> Set<W> words(String field, Class<W> type) {
    var words = EnumSet.noneOf(type);
    for (String text : texts(field)) {
      word(field, text, type.getEnumConstants()).ifPresent(words::add);
    }
    return words;
  }

  /** A single word that has to be there; the first of all where it is not understood. */
  <W extends Enum<W> & Word> W oneWord(String field, Class<W> type) {
    return oneOf(field, texts(field).stream().findFirst().orElse(""), type.getEnumConstants());
  }

  /** A single word. */
  <W extends Enum<W> & Word> W wordOr(String field, Class<W> type, W otherwise) {
    return texts(field).stream()
        .findFirst()
        .flatMap(text -> word(field, text, type.getEnumConstants()))
        .orElse(otherwise);
  }

  void error(String field, String message) {
    problems.add(Problem.error(at + "." + field, message));
  }

  void warning(String field, String message) {
    problems.add(Problem.warning(at + "." + field, message));
  }

  private <W extends Word> W oneOf(String field, String text, W[] values) {
    if (text.isEmpty()) {
      error(field, "%s is missing; write %s".formatted(field, anyOf(values)));
      return values[0];
    }
    return word(field, text, values).orElse(values[0]);
  }

  private <W extends Word> Optional<W> word(String field, String text, W[] values) {
    Optional<W> word = Arrays.stream(values).filter(w -> w.word().equals(text)).findFirst();
    if (word.isEmpty()) {
      error(field, "unknown %s %s; write %s".formatted(field, Quoted.of(text), anyOf(values)));
    }
    return word;
  }

  private static String anyOf(Word[] values) {
    List<String> words = Arrays.stream(values).map(Word::word).toList();
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }
}
