package dev.palisade.node.denials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.DenialKind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DenialCountsTest {
  private final DenialCounts counts = new DenialCounts();

  @Test
  void oneEntryForEachProfileAndKindWithTheLatestRecord() {
    count("p", DenialKind.INTENDED, "/a", 1);
    count("p", DenialKind.INTENDED, "/b", 2);
    count("p", DenialKind.UNEXPECTED, "/c", 3);
    assertThat(counts.report().entries())
        .containsExactly(
            entry("p", DenialKind.INTENDED, "/b", 2, 2),
            entry("p", DenialKind.UNEXPECTED, "/c", 1, 3));
  }

  @Test
  void theOldestGivesWayAndIsCountedAsOmitted() {
    for (int i = 0; i < DenialCounts.LIMIT; i++) {
      count("p" + i, DenialKind.INTENDED, "/a", 10 + i);
    }
    count("p0", DenialKind.INTENDED, "/a", 100);
    count("new", DenialKind.UNEXPECTED, "/a", 101);
    DenialCounts.Report report = counts.report();
    assertThat(report.entries()).hasSize(DenialCounts.LIMIT);
    assertThat(report.entries()).noneMatch(e -> e.profile().equals("p1"));
    assertThat(report.entries()).anyMatch(e -> e.profile().equals("p0") && e.count() == 2);
    assertThat(report.omitted()).isEqualTo(1);
  }

  @Test
  void lostNeverFalls() {
    counts.lost(7);
    counts.lost(3);
    assertThat(counts.report().lost()).isEqualTo(7);
  }

  private void count(String profile, DenialKind kind, String target, long second) {
    counts.count(
        new AuditRecord(
            Instant.ofEpochSecond(second),
            second,
            "DENIED",
            profile,
            Map.of("operation", "open", "name", target)),
        kind);
  }

  private static DenialCounts.Entry entry(
      String profile, DenialKind kind, String target, long count, long second) {
    return new DenialCounts.Entry(
        profile, kind, "open", target, count, Instant.ofEpochSecond(second));
  }
}
