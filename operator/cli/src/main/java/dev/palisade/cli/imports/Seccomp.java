package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.cli.imports.SeccompLine.Does;
import dev.palisade.policy.Action;
import dev.palisade.policy.Filters;
import dev.palisade.policy.Library;
import dev.palisade.policy.Mode;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.seccomp.Call;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Narrowing;
import dev.palisade.policy.seccomp.Narrowing.Unsayable;
import dev.palisade.policy.seccomp.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Seccomp profiles: of the OCI runtime specification, of Docker, and the SeccompProfile of the
 * Security Profiles Operator. Here a filter is the runtime's default list less what rules deny: of
 * an allow list comes a denial of what else that list has.
 */
final class Seccomp {
  private final Translation translation;
  private final Said said;
  private final Does otherwise;
  private final List<SeccompLine> lines = new ArrayList<>();

  private Seccomp(Translation translation, Said said, Does otherwise) {
    this.translation = translation;
    this.said = said;
    this.otherwise = otherwise;
  }

  /** A SeccompProfile. */
  static Translation translate(JsonNode object) {
    Translation translation = Translation.of(object);
    translate(object.path("spec"), translation);
    return translation;
  }

  /** A profile as a file. */
  static Translation translate(String name, JsonNode profile) {
    var translation = new Translation("seccomp profile " + name, name, "");
    translate(profile, translation);
    return translation;
  }

  private static void translate(JsonNode profile, Translation translation) {
    translation.unsaidIfPresent(profile, "baseProfileName", "another profile; import it as well");
    for (String field : List.of("flags", "listenerPath", "listenerMetadata")) {
      translation.unsaidIfPresent(profile, field, "no filter here has any");
    }
    String action = profile.path("defaultAction").asText();
    Does otherwise = SeccompLine.does(action, profile.path("defaultErrnoRet"), translation);
    if (otherwise != Does.DENY) {
      translation.unsaid(
          "defaultAction " + action, "what the runtime's default list denies stays denied");
    }
    translation.in(
        List.of(), said -> new Seccomp(translation, said, otherwise).say(profile.path("syscalls")));
  }

  /** Entries of a profile that allows what they do not name. */
  static void denials(JsonNode syscalls, Translation translation, Said said) {
    new Seccomp(translation, said, Does.ALLOW).say(syscalls);
  }

  /** These calls, whatever their arguments are. */
  static void logged(List<String> calls, Translation translation, Said said) {
    var seccomp = new Seccomp(translation, said, Does.ALLOW);
    seccomp.lines.add(new SeccompLine(Does.LOG, calls, List.of(List.of())));
    seccomp.say();
  }

  private void say(JsonNode syscalls) {
    syscalls.forEach(this::read);
    say();
  }

  private void say() {
    Set<String> whole = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    Library.SYSCALLS
        .runtimeDefault()
        .filter()
        .calls()
        .forEach((call, base) -> {
          if (base.stream().anyMatch(c -> c.outcome().isDone())) {
            one(call, base, whole, seen);
          }
        });
    said.calls(RuleAction.Deny, whole, List.of());
    said.calls(RuleAction.Audit, seen, List.of());
    lines.stream().flatMap(l -> l.names().stream()).distinct().forEach(this::unlisted);
  }

  private void read(JsonNode line) {
    if (SeccompLine.hangsOnCapabilities(line)) {
      translation.unsaid(
          "includes and excludes", "taken as of a container with the default capabilities");
    }
    if (!SeccompLine.isMeant(line)) {
      return;
    }
    try {
      lines.add(SeccompLine.read(line, translation));
    } catch (IllegalArgumentException e) {
      translation.unsaid("args of " + line.path("names"), e.getMessage());
    }
  }

  /** What is denied, and what is logged, of one call that the default list has. */
  private void one(String call, List<Call> base, Set<String> whole, Set<String> seen) {
    List<List<Condition>> logged = when(call, Does.LOG);
    List<List<Condition>> done = new ArrayList<>(when(call, Does.ALLOW));
    done.addAll(logged);
    List<List<Condition>> denied = when(call, Does.DENY);
    try {
      List<List<Condition>> taken =
          otherwise == Does.DENY && !done.contains(List.of())
              ? Narrowing.elsewhere(base, done).stream().map(Call::when).toList()
              : denied;
      boolean all = taken.contains(List.of()) || (otherwise == Does.DENY && done.isEmpty());
      if (all) {
        deny(call, whole);
        return;
      }
      say(call, Action.DENY, taken);
      boolean rest = otherwise == Does.LOG && done.isEmpty() && denied.isEmpty();
      if (rest || logged.contains(List.of())) {
        seen.add(call);
      } else {
        say(call, Action.AUDIT, logged);
      }
    } catch (Unsayable e) {
      translation.unsaid(call, e.getMessage());
    }
  }

  private void deny(String call, Set<String> whole) {
    Library.SYSCALLS
        .neededBy(call)
        .ifPresentOrElse(
            m ->
                translation.unsaid(call, "%s needs it to start a container".formatted(m.runtime())),
            () -> whole.add(call));
  }

  private List<List<Condition>> when(String call, Does does) {
    return lines.stream()
        .filter(l -> l.does() == does && l.names().contains(call))
        .flatMap(l -> l.when().stream())
        .distinct()
        .toList();
  }

  /** Rules with arguments, if a filter holds them. */
  private void say(String call, Action action, List<List<Condition>> taken) {
    List<SyscallRule> rules =
        taken.stream()
            .map(when -> new SyscallRule(call, action, new TreeSet<>(Set.of(call)), when))
            .toList();
    try {
      if (!taken.stream().flatMap(List::stream).allMatch(Seccomp::isSayable)) {
        throw new IllegalArgumentException("a number is too large");
      }
      Stream.of(Mode.values()).forEach(mode -> Filters.of(rules, mode));
      taken.forEach(when ->
          said.calls(
              action == Action.DENY ? RuleAction.Deny : RuleAction.Audit, Set.of(call), when));
    } catch (IllegalArgumentException e) {
      translation.unsaid(call, "its args cannot be said together");
    }
  }

  private static boolean isSayable(Condition c) {
    return SyscallRule.isNumber(c.value())
        && (c.operator() != Operator.MASKED_EQUAL || SyscallRule.isNumber(c.mask()));
  }

  /** Allowed there, and not on the default list. */
  private void unlisted(String call) {
    boolean allowed = Stream.of(Does.ALLOW, Does.LOG).anyMatch(d -> !when(call, d).isEmpty());
    boolean listed =
        Library.SYSCALLS.runtimeDefault().filter().of(call).stream()
            .anyMatch(c -> c.outcome().isDone());
    if (!Library.SYSCALLS.isKnown(call)) {
      translation.unsaid("system call " + call, "Linux has none of that name");
    } else if (allowed && !listed && otherwise == Does.DENY) {
      translation.unsaid(call, "is not on the runtime's default list, and no policy is wider");
    }
  }
}
