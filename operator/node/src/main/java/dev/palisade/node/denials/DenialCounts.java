package dev.palisade.node.denials;

import dev.palisade.policy.DenialKind;
import dev.palisade.policy.apparmor.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts by a container's profile, whichever of its programs did it, and kind, since the helper
 * started. When there are too many, the entry seen longest ago gives way, and its count goes to
 * {@code omitted}. Safe for several threads.
 */
public final class DenialCounts {
  /** Entries in a report. */
  public static final int LIMIT = 50;

  private static final int TARGET_CHARACTERS = 256;

  /** The one seen longest ago first, by the order of sight: the node's date may be set back. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  private final Map<String, Long> totals = new TreeMap<>();
  private long omitted;
  private long lost;
  private String unavailable = "";

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

  /**
   * A consistent copy, ordered by profile and kind.
   *
   * @param unavailable why nothing is counted, or no longer; empty if all is
   */
  public record Report(List<Entry> entries, long omitted, long lost, String unavailable) {
    public static final Report NONE = new Report(List.of(), 0, 0, "");
  }

  public synchronized void count(AuditRecord seen, DenialKind kind) {
    totals.merge(kind.word(), 1L, Long::sum);
    String profile = Profile.ofContainer(seen.profile());
    Key key = new Key(profile, kind);
    Entry before = entries.remove(key);
    if (before == null && entries.size() == LIMIT) {
      omitted += entries.remove(entries.keySet().iterator().next()).count();
    }
    long count = before == null ? 1 : before.count() + 1;
    entries.put(
        key,
        new Entry(profile, kind, seen.operation(), shorten(seen.target()), count, seen.time()));
  }

  /**
   * Records the total that was dropped so far.
   *
   * @param total since the socket was opened; never falls
   */
  public synchronized void lost(long total) {
    lost = Math.max(lost, total);
  }

  /** Nothing is counted from here on. */
  public synchronized void unavailable(String why) {
    unavailable = why;
  }

  /** By the word of the kind, of every one of them. */
  public synchronized Map<String, Long> totals() {
    Map<String, Long> all = new TreeMap<>(totals);
    for (DenialKind kind : DenialKind.values()) {
      all.putIfAbsent(kind.word(), 0L);
    }
    return all;
  }

  public synchronized Report report() {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparing(Entry::profile).thenComparing(Entry::kind));
    return new Report(List.copyOf(sorted), omitted, lost, unavailable);
  }

  private static String shorten(String target) {
    return target.length() <= TARGET_CHARACTERS
        ? target
        : target.substring(0, TARGET_CHARACTERS) + "…";
  }
}
