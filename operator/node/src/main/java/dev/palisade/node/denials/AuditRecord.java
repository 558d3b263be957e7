package dev.palisade.node.denials;

import dev.palisade.node.proc.Label;
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
 * An AppArmor record of the kernel's audit stream (type 1400, security/apparmor/audit.c). Values
 * come as {@code key="text"}, as {@code key=HEX} where the text holds a space, a quote or a byte
 * outside ASCII (audit_log_untrustedstring), or as plain numbers.
 *
 * @param outcome {@code DENIED}, {@code ALLOWED} (complain), {@code AUDIT}, {@code STATUS}
 * @param profile without what a profile that complains appends for a program that it does not allow
 * @param fields decoded by key, one char for each byte; {@code name} is a path
 */
public record AuditRecord(
    Instant time, long serial, String outcome, String profile, Map<String, String> fields) {

  private static final Pattern STAMP =
      Pattern.compile("audit\\((\\d{1,12})\\.(\\d{3}):(\\d{1,18})\\): ");
  private static final Pattern FIELD = Pattern.compile("([a-z_]+)=(?:\"([^\"]*)\"|(\\S+))");
  private static final Pattern HEX = Pattern.compile("(?:[0-9A-F]{2})+");

  /** Only these are logged as untrusted text; a number such as {@code pid=10} is no hex. */
  private static final Set<String> TEXTS =
      Set.of("name", "comm", "profile", "target", "peer", "srcname", "label");

  public AuditRecord {
    fields = Map.copyOf(fields);
  }

  /** Empty if the text is no AppArmor record. */
  public static Optional<AuditRecord> parse(String text) {
    Matcher stamp = STAMP.matcher(text);
    if (!stamp.lookingAt()) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    Matcher field = FIELD.matcher(text).region(stamp.end(), text.length());
    while (field.find()) {
      String quoted = field.group(2);
      String value = quoted != null ? quoted : decode(field.group(1), field.group(3));
      // The first wins: nothing that comes after the kernel's own fields may overrule them.
      fields.putIfAbsent(field.group(1), value);
    }
    String outcome = fields.getOrDefault("apparmor", "");
    if (outcome.isEmpty()) {
      return Optional.empty();
    }
    Instant time =
        Instant.ofEpochMilli(
            Long.parseLong(stamp.group(1)) * 1000 + Long.parseLong(stamp.group(2)));
    return Optional.of(
        new AuditRecord(
            time,
            Long.parseLong(stamp.group(3)),
            outcome,
            Label.withoutLearned(fields.getOrDefault("profile", "")),
            fields));
  }

  public String field(String key) {
    return fields.getOrDefault(key, "");
  }

  public String operation() {
    return field("operation");
  }

  /** What was refused, for people: a path, capability, network family or peer. */
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
