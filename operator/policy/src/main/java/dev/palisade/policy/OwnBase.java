package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.BaseText;
import dev.palisade.policy.apparmor.Peer;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A base that a team wrote, as it was written.
 *
 * @param from the name of the base that comes with the build which the rules are added to
 * @param lines its rules, one each, in the form of {@code apparmor-profiles/README.md}
 */
public record OwnBase(String name, Optional<String> from, List<String> lines) {
  /** Where the rules stand, for messages. */
  public static final String RULES = "spec.appArmorRules";

  static final int MAX_RULES = 500;

  /**
   * Who has to be able to end a container: the runtimes have profiles of their own on some hosts.
   */
  private static final List<String> ENDING = List.of("unconfined", "runc", "crun");

  private static final int VERSION_LENGTH = 10;

  public OwnBase {
    lines = List.copyOf(lines);
  }

  /** The base of a text, whose comments are left out. */
  public static OwnBase of(String name, Optional<String> from, String text) {
    return new OwnBase(name, from, BaseText.lines(text).toList());
  }

  /**
   * Reads it.
   *
   * @param builtIn by name
   * @param problems gets what is wrong with it
   * @return empty if anything is
   */
  public Optional<BaseProfile> read(Map<String, BaseProfile> builtIn, List<Problem> problems) {
    var found = new ArrayList<Problem>();
    if (lines.isEmpty()) {
      found.add(Problem.error(RULES, "there is no rule in it; write one, such as network,"));
    }
    if (lines.size() > MAX_RULES) {
      found.add(
          Problem.error(RULES, "%d rules; write at most %d".formatted(lines.size(), MAX_RULES)));
    }
    var rules = new ArrayList<Rule>();
    from.ifPresent(name ->
        Optional.ofNullable(builtIn.get(name))
            .ifPresentOrElse(
                base -> rules.addAll(base.rules()), () -> found.add(unknown(name, builtIn))));
    for (String line : lines) {
      try {
        rules.add(BaseText.checked(line));
      } catch (IllegalArgumentException e) {
        found.add(Problem.error(RULES, e.getMessage()));
      }
    }
    if (found.isEmpty()) {
      endless(rules).map(who -> Problem.error(RULES, who)).ifPresent(found::add);
    }
    problems.addAll(found);
    return found.isEmpty()
        ? Optional.of(new BaseProfile(name, version(), rules, said()))
        : Optional.empty();
  }

  private static Problem unknown(String name, Map<String, BaseProfile> builtIn) {
    return Problem.error(
        "spec.from",
        "unknown base %s; write %s, or leave from out"
            .formatted(Quoted.of(name), String.join(" or ", new TreeSet<>(builtIn.keySet()))));
  }

  /** A container that cannot receive signals from its runtime can never be ended. */
  private static Optional<String> endless(List<Rule> rules) {
    List<String> deaf = ENDING.stream().filter(peer -> !receives(rules, peer)).toList();
    return deaf.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "a container that cannot receive signals from its runtime can never be ended; write a line \"signal (receive) peer=%s,\""
                .formatted(String.join(",\" and \"signal (receive) peer=", deaf)));
  }

  private static boolean receives(List<Rule> rules, String peer) {
    return rules.stream()
        .filter(Rule.Signal.class::isInstance)
        .map(Rule.Signal.class::cast)
        .anyMatch(s ->
            s.ways().contains(SignalWay.RECEIVE)
                && s.signals().isEmpty()
                && s.peer().covers(new Peer.Label(peer)));
  }

  private String version() {
    return Digest.over("base").addAll(said()).base32().substring(0, VERSION_LENGTH);
  }

  /** Not in which order, nor how often. */
  private List<String> said() {
    return Stream.concat(
            Stream.of("from " + from.orElse("nothing")), lines.stream().sorted().distinct())
        .toList();
  }
}
