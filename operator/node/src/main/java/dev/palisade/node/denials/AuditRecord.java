package dev.palisade.node.denials;

import dev.palisade.node.proc.Label;
import dev.palisade.policy.Library;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of the kernel's audit stream about a process under a profile: AppArmor's own (type 1400,
 * security/apparmor/audit.c), or of a system call that a seccomp filter logs (type 1326,
 * audit_seccomp in kernel/auditsc.c). Values come as {@code key="text"}, as {@code key=HEX} where
 * the text holds a space, a quote or a byte outside ASCII (audit_log_untrustedstring), or as plain
 * numbers.
 *
 * @param outcome {@code DENIED}, {@code ALLOWED} (complain), {@code AUDIT}, {@code STATUS}; {@code
 *     LOG} of a system call
 * @param profile without what a profile that complains appends for a program that it does not allow
 * @param fields decoded by key, one char for each byte; {@code name} is a path, or the name of a
 *     system call
 */
public record AuditRecord(
    Instant time, long serial, String outcome, String profile, Map<String, String> fields) {

  private static final Pattern STAMP =
      Pattern.compile("audit\\((\\d{1,12})\\.(\\d{3}):(\\d{1,18})\\): ");
  private static final Pattern FIELD = Pattern.compile("([a-z_]+)=(?:\"([^\"]*)\"|(\\S+))");

  /**
   * The label of a process, which the kernel writes as it is: with a space before the mode, and
   * where a profile has learned a program, with a path that may hold anything. So it ends where the
   * kernel's own fields begin, in which no other space can stand before {@code pid=}.
   */
  private static final Pattern SUBJECT = Pattern.compile(" subj=(.*)(?= pid=)", Pattern.DOTALL);

  /** SECCOMP_RET_LOG (include/uapi/linux/seccomp.h). */
  private static final String LOGGED = "0x7ffc0000";

  private static final String LOG = "LOG";
  private static final String SYSCALL = "syscall";

  private static final Pattern HEX = Pattern.compile("(?:[0-9A-F]{2})+");

  /** Only these are logged as untrusted text; a number such as {@code pid=10} is no hex. */
  private static final Set<String> TEXTS =
      Set.of("name", "comm", "profile", "target", "peer", "srcname", "label");

  public AuditRecord {
    fields = Map.copyOf(fields);
  }

  /** Empty if the text is no AppArmor record. */
  public static Optional<AuditRecord> parse(String text) {
    Map<String, String> fields = fields(text);
    String outcome = fields.getOrDefault("apparmor", "");
    return outcome.isEmpty()
        ? Optional.empty()
        : of(text, outcome, fields.getOrDefault("profile", ""), fields);
  }

  /** Empty if the text is no record of a system call that was logged and done. */
  public static Optional<AuditRecord> parseSyscall(String text) {
    Matcher subject = SUBJECT.matcher(text);
    if (!subject.find()) {
      return Optional.empty();
    }
    Map<String, String> fields =
        fields(text.substring(0, subject.start()) + text.substring(subject.end()));
    if (!LOGGED.equals(fields.get("code"))) {
      return Optional.empty();
    }
    String number = fields.getOrDefault(SYSCALL, "");
    fields.put("operation", SYSCALL);
    fields.put(
        "name",
        Library.SYSCALLS
            .named(fields.getOrDefault("arch", ""), number)
            .orElse(SYSCALL + " " + number));
    // Some kernels quote it.
    Label label = Label.parse(subject.group(1).replace("\"", ""));
    return of(text, LOG, label.name(), fields);
  }

  private static Optional<AuditRecord> of(
      String text, String outcome, String profile, Map<String, String> fields) {
    Matcher stamp = STAMP.matcher(text);
    if (!stamp.lookingAt()) {
      return Optional.empty();
    }
    Instant time =
        Instant.ofEpochMilli(
            Long.parseLong(stamp.group(1)) * 1000 + Long.parseLong(stamp.group(2)));
    long serial = Long.parseLong(stamp.group(3));
    return Optional.of(
        new AuditRecord(time, serial, outcome, Label.withoutLearned(profile), fields));
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    Matcher field = FIELD.matcher(text);
    while (field.find()) {
      String quoted = field.group(2);
      String value = quoted != null ? quoted : decode(field.group(1), field.group(3));
      // The first wins: nothing that comes after the kernel's own fields may overrule them.
      fields.putIfAbsent(field.group(1), value);
    }
    return fields;
  }

  public String field(String key) {
    return fields.getOrDefault(key, "");
  }

  public String operation() {
    return field("operation");
  }

  /** A seccomp filter's, not AppArmor's. */
  boolean isOfSyscall() {
    return outcome.equals(LOG);
  }

  /** What it is about, for people: a path, capability, network family, peer or system call. */
  public String target() {
    for (String key : new String[] {"name", "capname", "family", "peer", "info"}) {
      if (!field(key).isEmpty()) {
        return new String(field(key).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static String decode(String key, String plain) {
    if (!TEXTS.contains(key) || !HEX.matcher(plain).matches()) {
      return plain;
    }
    byte[] bytes = HexFormat.of().parseHex(plain.toLowerCase(Locale.ROOT));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
