package dev.palisade.policy.apparmor;

import dev.palisade.policy.Capability;
import dev.palisade.policy.apparmor.Rule.Ptrace;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import dev.palisade.policy.apparmor.Rule.Signal;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.Rule.Subject;
import dev.palisade.policy.apparmor.Rule.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a file of the base library: a line {@code # base NAME version VERSION}, then one rule a
 * line in the subset of apparmor.d(5) that {@code apparmor-profiles/README.md} gives. {@code deny}
 * there is {@code audit deny} here.
 */
public final class BaseText {
  private static final Pattern HEADER = Pattern.compile("# base (\\S+) version (\\S+)");
  private static final Pattern WHOLE =
      Pattern.compile("(deny )?(network|capability|file|mount|umount),");
  private static final Pattern NETWORK =
      Pattern.compile("(deny )?network ([a-z0-9]+)(?: ([a-z]+))?,");
  private static final Pattern CAPABLE = Pattern.compile("(deny )?capability ([a-z_]+),");
  private static final Pattern SIGNAL =
      Pattern.compile("signal \\(([a-z,]+)\\)( set=\\(exists\\))?(?: peer=(\\S+))?,");
  private static final Pattern PTRACE = Pattern.compile("ptrace \\(([a-z,]+)\\)(?: peer=(\\S+))?,");

  /** The longest rule of a base that is not of this build: its path as a policy's, and the rest. */
  private static final int LONGEST = PathSyntax.MAX_LENGTH + 32;

  private static final Pattern PATH = Pattern.compile("(deny )?(owner )?(/\\S*) ([rwaklmx]+),");

  private BaseText() {}

  /**
   * Reads the text of one file.
   *
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public static BaseProfile read(String text) {
    Matcher header = HEADER.matcher(text.strip().lines().findFirst().orElse(""));
    if (!header.matches()) {
      throw new IllegalArgumentException("a base starts with '# base NAME version VERSION'");
    }
    List<Rule> rules = lines(text).map(BaseText::rule).toList();
    return new BaseProfile(header.group(1), header.group(2), rules, List.of());
  }

  /** The lines of a text that are rules. */
  public static Stream<String> lines(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty() && !isComment(l));
  }

  private static boolean isComment(String line) {
    return line.equals("#") || line.startsWith("# ");
  }

  /**
   * One rule.
   *
   * @throws IllegalArgumentException saying what is not understood
   */
  public static Rule rule(String line) {
    Matcher whole = WHOLE.matcher(line);
    if (whole.matches()) {
      return new Whole(effect(whole), Subject.valueOf(whole.group(2).toUpperCase(Locale.ROOT)));
    }
    Matcher network = NETWORK.matcher(line);
    if (network.matches()) {
      return new Rule.Network(
          effect(network),
          Optional.of(word(Family.values(), network.group(2), line)),
          Optional.ofNullable(network.group(3)).map(t -> word(SocketType.values(), t, line)));
    }
    Matcher capable = CAPABLE.matcher(line);
    if (capable.matches()) {
      return new Rule.Capable(effect(capable), word(Capability.values(), capable.group(2), line));
    }
    Matcher signal = SIGNAL.matcher(line);
    if (signal.matches()) {
      return new Signal(
          Effect.ALLOW,
          ways(signal.group(1), SignalWay.values(), line),
          signal.group(2) == null ? List.of() : List.of(SignalName.EXISTS),
          peer(signal.group(3)));
    }
    Matcher ptrace = PTRACE.matcher(line);
    if (ptrace.matches()) {
      return new Ptrace(
          Effect.ALLOW, ways(ptrace.group(1), PtraceWay.values(), line), peer(ptrace.group(2)));
    }
    Matcher path = PATH.matcher(line);
    if (path.matches()) {
      return new Rule.Path(
          effect(path),
          BaseGlob.read(path.group(3)),
          permissions(path.group(4)),
          path.group(2) == null ? Owner.ANY : Owner.SELF);
    }
    throw notUnderstood(line);
  }

  /**
   * One rule of a base that is not of this build: its paths are held to what paths of policies are.
   *
   * @throws IllegalArgumentException saying what is not understood
   */
  public static Rule checked(String line) {
    if (line.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a rule has %d characters; write one of at most %d in place of %s"
              .formatted(line.length(), LONGEST, Quoted.of(line)));
    }
    Rule rule = rule(line);
    if (rule instanceof Rule.Path path) {
      BaseGlob.problem(path.path())
          .ifPresent(why -> {
            throw new IllegalArgumentException(why);
          });
    }
    return rule;
  }

  private static <W extends Enum<W>> W word(W[] words, String text, String line) {
    return Arrays.stream(words)
        .filter(w -> w.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> notUnderstood(line));
  }

  private static IllegalArgumentException notUnderstood(String line) {
    return new IllegalArgumentException("not a rule that a base may have: " + Quoted.of(line));
  }

  private static Effect effect(Matcher rule) {
    return rule.group(1) == null ? Effect.ALLOW : Effect.DENY;
  }

  private static <W extends Enum<W>> List<W> ways(String text, W[] words, String line) {
    return Arrays.stream(text.split(",", -1)).map(t -> word(words, t, line)).toList();
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
