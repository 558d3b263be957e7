package dev.palisade.policy.apparmor;

import java.util.ArrayList;
import java.util.List;

/**
 * A profile without its name. {@code attach_disconnected} and {@code mediate_deleted} are what the
 * container runtimes' own profiles have; ABI 3.0 because from 4.0 on the {@code network} rule no
 * longer covers unix sockets on kernels that mediate them.
 *
 * @param complains what no rule allows is allowed and reported; what a rule denies is denied, and
 *     not reported
 */
public record Profile(List<Entry> entries, boolean complains) {
  /** The version of the policy language the text is written in. */
  public static final String ABI = "3.0";

  /** Stands for the profile's own name in the text that is hashed. */
  public static final String SELF = "@SELF@";

  public Profile {
    entries = List.copyOf(entries);
  }

  /** One that enforces. */
  public Profile(List<Entry> entries) {
    this(entries, false);
  }

  /** A rule and where it comes from, such as {@code files/no-log-writes}. */
  public record Entry(Rule rule, String origin) {
    /** Its line, of a profile that is called {@code name}. */
    public String text(String name) {
      return RuleText.of(rule, name);
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
   * In a profile that complains a denial holds only if it is quiet: what is audited is allowed
   * after its record was written (security/apparmor/file.c, {@code aa_audit_file}; audit.c, {@code
   * aa_audit}).
   */
  private String line(String text) {
    return complains ? text.replaceFirst("^audit deny ", "deny ") : text;
  }

  public Text text(String name) {
    var lines = new ArrayList<String>();
    var origins = new ArrayList<String>();
    lines.add("abi <abi/" + ABI + ">,");
    lines.add("");
    lines.add(
        "profile \"%s\" flags=(attach_disconnected,mediate_deleted%s) {"
            .formatted(name, complains ? ",complain" : ""));
    lines.forEach(line -> origins.add(""));
    for (Entry entry : entries) {
      lines.add("  " + line(entry.text(name)));
      origins.add(entry.origin());
    }
    lines.add("}");
    origins.add("");
    return new Text(String.join("\n", lines) + "\n", origins);
  }
}
