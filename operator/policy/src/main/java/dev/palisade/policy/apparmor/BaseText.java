package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Rule.Ptrace;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import dev.palisade.policy.apparmor.Rule.Signal;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.Rule.Subject;
import dev.palisade.policy.apparmor.Rule.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a file of the base library: a line {@code # base NAME version VERSION}, then one rule a
 * line in the subset of apparmor.d(5) that {@code apparmor-profiles/README.md} gives. {@code deny}
 * there is {@code audit deny} here.
 */
public final class BaseText {
  private static final Pattern HEADER = Pattern.compile("# base (\\S+) version (\\S+)");
  private static final Pattern WHOLE =
      Pattern.compile("(deny )?(network|capability|file|mount|umount),");
  private static final Pattern SIGNAL =
      Pattern.compile("signal \\(([a-z,]+)\\)( set=\\(exists\\))?(?: peer=(\\S+))?,");
  private static final Pattern PTRACE = Pattern.compile("ptrace \\(([a-z,]+)\\)(?: peer=(\\S+))?,");
  private static final Pattern PATH = Pattern.compile("(deny )?(/\\S*) ([rwklmx]+),");

  private BaseText() {}

  /**
   * Reads the text of one file.
   *
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public static BaseProfile read(String text) {
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    Matcher header = HEADER.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!header.matches()) {
      throw new IllegalArgumentException("a base starts with '# base NAME version VERSION'");
    }
    List<Rule> rules = lines.stream().filter(l -> !isComment(l)).map(BaseText::rule).toList();
    return new BaseProfile(header.group(1), header.group(2), rules);
  }

  private static boolean isComment(String line) {
    return line.equals("#") || line.startsWith("# ");
  }

  private static Rule rule(String line) {
    Matcher whole = WHOLE.matcher(line);
    if (whole.matches()) {
      return new Whole(effect(whole), Subject.valueOf(whole.group(2).toUpperCase(Locale.ROOT)));
    }
    Matcher signal = SIGNAL.matcher(line);
    if (signal.matches()) {
      return new Signal(
          Effect.ALLOW,
          ways(signal.group(1), SignalWay::valueOf),
          signal.group(2) == null ? List.of() : List.of(SignalName.EXISTS),
          peer(signal.group(3)));
    }
    Matcher ptrace = PTRACE.matcher(line);
    if (ptrace.matches()) {
      return new Ptrace(
          Effect.ALLOW, ways(ptrace.group(1), PtraceWay::valueOf), peer(ptrace.group(2)));
    }
    Matcher path = PATH.matcher(line);
    if (path.matches()) {
      return new Rule.Path(
          effect(path), BaseGlob.read(path.group(2)), permissions(path.group(3)), Owner.ANY);
    }
    throw new IllegalArgumentException("not a rule a base may have: " + line);
  }

  private static Effect effect(Matcher rule) {
    return rule.group(1) == null ? Effect.ALLOW : Effect.DENY;
  }

  private static <W> List<W> ways(String text, Function<String, W> named) {
    return Arrays.stream(text.toUpperCase(Locale.ROOT).split(",", -1)).map(named).toList();
  }

  private static Peer peer(String text) {
    if (text == null) {
      return new Peer.Anyone();
    }
    return text.equals(Profile.SELF) ? new Peer.Self() : new Peer.Label(text);
  }

  private static Set<Permission> permissions(String letters) {
    return Arrays.stream(Permission.values())
        .filter(p -> letters.indexOf(p.letter()) >= 0)
        .collect(Collectors.toSet());
  }
}
