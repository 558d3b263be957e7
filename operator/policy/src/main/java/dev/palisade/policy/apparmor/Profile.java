package dev.palisade.policy.apparmor;

import dev.palisade.policy.Capability;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A profile without its name. {@code attach_disconnected} and {@code mediate_deleted} are what the
 * container runtimes' own profiles have; ABI 3.0 because from 4.0 on the {@code network} rule no
 * longer covers unix sockets on kernels that mediate them.
 *
 * @param complains what no rule allows is allowed and reported; what a rule denies is denied, and
 *     not reported; so with its children
 * @param children of programs that have rules of their own, in their order
 */
public record Profile(List<Entry> entries, boolean complains, List<Child> children) {
  /** The version of the policy language the text is written in. */
  public static final String ABI = "3.0";

  /** Stands for the profile's own name in the text that is hashed. */
  public static final String SELF = "@SELF@";

  /** Between the names of a profile and its child (apparmor.d(5), "Child profiles"). */
  public static final String CHILD = "//";

  public Profile {
    entries = List.copyOf(entries);
    children = children.stream().sorted(Comparator.comparing(Child::program)).toList();
  }

  public Profile(List<Entry> entries, boolean complains) {
    this(entries, complains, List.of());
  }

  /** One that enforces. */
  public Profile(List<Entry> entries) {
    this(entries, false);
  }

  /** The name of the container's profile, of which a label's may be a child's. */
  public static String ofContainer(String name) {
    int child = name.indexOf(CHILD);
    return child < 0 ? name : name.substring(0, child);
  }

  /** What holds for processes that were started from one program. */
  public record Child(Program program, List<Entry> entries) {
    public Child {
      entries = List.copyOf(entries);
    }
  }

  /** A rule and where it comes from, such as {@code files/no-log-writes}. */
  public record Entry(Rule rule, String origin) {
    /** Its line, of a profile that is called {@code name} and has no children. */
    public String text(String name) {
      return RuleText.of(rule, new Surroundings(name, Map.of()));
    }
  }

  /** The text, and for each of its lines where it comes from ({@code ""} for the frame). */
  public record Text(String text, List<String> origins) {
    public Text {
      origins = List.copyOf(origins);
    }

    /** The origin of a line counted from 1, as the compiler counts; {@code ""} if it has none. */
    public String origin(int line) {
      return line < 1 || line > origins.size() ? "" : origins.get(line - 1);
    }
  }

  /**
   * Those that its processes may not use, in the kernel's order, be it that a rule denies them or
   * that none allows them.
   */
  public List<Capability> deniedCapabilities() {
    return Arrays.stream(Capability.values()).filter(this::denies).toList();
  }

  private boolean denies(Capability capability) {
    List<Effect> effects =
        entries.stream()
            .map(Entry::rule)
            .filter(rule -> isAbout(rule, capability))
            .map(Rule::effect)
            .toList();
    return effects.contains(Effect.DENY) || (effects.isEmpty() && !complains);
  }

  private static boolean isAbout(Rule rule, Capability capability) {
    return switch (rule) {
      case Rule.Capable c -> c.capability() == capability;
      case Rule.Whole w -> w.subject() == Rule.Subject.CAPABILITY;
      default -> false;
    };
  }

  public Text text(String name) {
    return new ProfileText(this, name).text();
  }
}
