package dev.palisade.node.denials;

import dev.palisade.policy.DenialKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts by profile and kind, since the helper started. When there are too many, the entry seen
 * longest ago gives way, and its count goes to {@code omitted}. Safe for several threads.
 */
public final class DenialCounts {
  /** Entries in a report. */
  public static final int LIMIT = 50;

  private static final int TARGET_CHARACTERS = 256;

  private final Map<Key, Entry> entries = new HashMap<>();
  private long omitted;
  private long lost;

  private record Key(String profile, DenialKind kind) {}

  /**
   * One line of the report.
   *
   * @param operation of the latest record
   * @param target of the latest record, shortened
   */
  public record Entry(
      String profile,
      DenialKind kind,
      String operation,
      String target,
      long count,
      Instant lastSeen) {}

  /** A consistent copy, ordered by profile and kind. */
  public record Report(List<Entry> entries, long omitted, long lost) {
    public static final Report NONE = new Report(List.of(), 0, 0);
  }

  public synchronized void count(AuditRecord seen, DenialKind kind) {
    Key key = new Key(seen.profile(), kind);
    Entry before = entries.get(key);
    if (before == null && entries.size() == LIMIT) {
      Entry oldest =
          entries.values().stream().min(Comparator.comparing(Entry::lastSeen)).orElseThrow();
      entries.remove(new Key(oldest.profile(), oldest.kind()));
      omitted += oldest.count();
    }
    long count = before == null ? 1 : before.count() + 1;
    entries.put(
        key,
        new Entry(
            seen.profile(), kind, seen.operation(), shorten(seen.target()), count, seen.time()));
  }

  /**
   * Records the total that was dropped so far.
   *
   * @param total since the socket was opened; never falls
   */
  public synchronized void lost(long total) {
    lost = Math.max(lost, total);
  }

  public synchronized Report report() {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparing(Entry::profile).thenComparing(Entry::kind));
    return new Report(List.copyOf(sorted), omitted, lost);
  }

  private static String shorten(String target) {
    return target.length() <= TARGET_CHARACTERS
        ? target
        : target.substring(0, TARGET_CHARACTERS) + "…";
  }
}
