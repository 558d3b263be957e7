package dev.palisade.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.rollout.Ability;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.Probe;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A scripted life, and what is then to be read. */
class OperatorMetricsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^}]*)\\})? ([-+0-9.eEINaf]+)");

  private final OperatorMetrics metrics = new OperatorMetrics(true, "1.2.3");

  private static SecurityPolicy policy(int i, String ready) {
    SecurityPolicy p = new SecurityPolicy();
    p.setMetadata(
        new ObjectMetaBuilder().withName("policy-" + i).withNamespace("secret-ns-" + i).build());
    SecurityPolicyStatus s = new SecurityPolicyStatus();
    s.conditions =
        List.of(
            new ConditionBuilder()
                .withType("Ready")
                .withStatus(ready)
                .withReason(ready.equals("True") ? "Verified" : "NotYet")
                .build());
    p.setStatus(s);
    return p;
  }

  private static Node node(String name, String bootId) {
    return new Node(
        name,
        true,
        false,
        NOW,
        Map.of(),
        List.of(),
        "boot-1",
        Optional.of(new Node.HelperPod("uid", true)),
        Optional.of(
            new Node.Report(
                bootId,
                "uid",
                new Ability(true, "Capable", "", NOW),
                new Ability(false, "SwitchedOff", "", NOW),
                Map.of(),
                Map.of(),
                List.of())));
  }

  private void live(int policies) {
    metrics.countPolicies(
        () -> IntStream.range(0, policies).mapToObj(i -> policy(i, i % 3 == 0 ? "False" : "True")));
    metrics.fleet(List.of(node("n1", "boot-1"), node("n2", "boot-0"), node("n3", "boot-1")));
    SecurityPolicyStatus rolling = new SecurityPolicyStatus();
    rolling.updateRevision = "r1";
    rolling.rollout = new SecurityPolicyStatus.Rollout();
    rolling.rollout.startedAt = NOW.minusSeconds(20).toString();
    SecurityPolicyStatus done = new SecurityPolicyStatus();
    done.updateRevision = "r1";
    done.stableRevision = "r1";
    for (int i = 0; i < policies; i++) {
      metrics.compiled(i % 2 == 0 ? "Compiled" : "CompileFailed", Duration.ofMillis(300));
      metrics.step("Apply", i != 1);
      metrics.probed(i % 2 == 0 ? new Probe.Accepted() : new Probe.Refused("ns secret-ns-1"));
      metrics.written(rolling, done, NOW);
    }
  }

  private List<String> samples() {
    return metrics.scrape().lines().filter(l -> !l.startsWith("#")).toList();
  }

  private double value(String series) {
    return samples().stream()
        .filter(l -> l.startsWith(series + " "))
        .mapToDouble(l -> Double.parseDouble(l.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in\n" + metrics.scrape()));
  }

  @Test
  void aLifeIsToldInNumbers() {
    live(6);
    assertThat(value("palisade_policies{reason=\"NotYet\",status=\"False\",type=\"Ready\"}"))
        .isEqualTo(2);
    assertThat(value("palisade_policies{reason=\"Verified\",status=\"True\",type=\"Ready\"}"))
        .isEqualTo(4);
    assertThat(value("palisade_nodes{state=\"Capable\"}")).isEqualTo(2);
    assertThat(value("palisade_nodes{state=\"ReportOutdated\"}")).isEqualTo(1);
    assertThat(value("palisade_rollout_duration_seconds_count{outcome=\"completed\"}"))
        .isEqualTo(6);
    assertThat(value("palisade_rollout_duration_seconds_sum{outcome=\"completed\"}"))
        .isEqualTo(120);
    assertThat(value("palisade_rollout_duration_seconds_bucket{outcome=\"completed\",le=\"30.0\"}"))
        .isEqualTo(6);
    assertThat(value("palisade_rollout_duration_seconds_count{outcome=\"rolled_back\"}")).isZero();
    assertThat(value("palisade_compile_duration_seconds_count{outcome=\"CompileFailed\"}"))
        .isEqualTo(3);
    assertThat(value("palisade_steps_total{outcome=\"done\",step=\"Apply\"}")).isEqualTo(5);
    assertThat(value("palisade_steps_total{outcome=\"failed\",step=\"Apply\"}")).isEqualTo(1);
    assertThat(value("palisade_dry_runs_total{answer=\"refused\"}")).isEqualTo(3);
    assertThat(value("palisade_leader")).isEqualTo(1);
    assertThat(value("palisade_build_info{version=\"1.2.3\"}")).isEqualTo(1);
    assertThat(value("process_resident_memory_bytes")).isGreaterThan(10_000_000);
    assertThat(value("process_files_open_files")).isPositive();
  }

  @Test
  void conditionsThatNoPolicyHasAnyMoreAreGone() {
    live(6);
    metrics.scrape();
    metrics.countPolicies(() -> IntStream.range(0, 2).mapToObj(i -> policy(i, "True")));
    assertThat(samples()).noneMatch(l -> l.contains("NotYet"));
    assertThat(value("palisade_policies{reason=\"Verified\",status=\"True\",type=\"Ready\"}"))
        .isEqualTo(2);
  }

  @Test
  void aFollowerCountsNothingTwice() {
    live(6);
    metrics.leads(false);
    assertThat(samples()).noneMatch(l -> l.startsWith("palisade_policies"));
    assertThat(samples()).noneMatch(l -> l.startsWith("palisade_nodes"));
    assertThat(value("palisade_leader")).isZero();
  }

  @Test
  void policiesAddNoSeriesAndAreNotNamed() {
    live(6);
    Set<String> few = series();
    live(300);
    assertThat(series()).isEqualTo(few);
    assertThat(few).hasSizeLessThan(200);
    assertThat(metrics.scrape()).doesNotContain("policy-").doesNotContain("secret-ns");
  }

  private Set<String> series() {
    return samples().stream()
        .map(l -> l.substring(0, l.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theFormatAndTheNamesAreThoseOfPrometheus() {
    live(6);
    metrics.watches(() -> Map.of("deployments", Duration.ofSeconds(7)), List.of("deployments"));
    assertThat(value("palisade_watch_silence_seconds{resource=\"deployments\"}")).isEqualTo(7);
    assertThat(samples()).allMatch(l -> SAMPLE.matcher(l).matches());
    String text = metrics.scrape();
    for (String line : text.lines().filter(l -> l.startsWith("# TYPE ")).toList()) {
      String name = line.split(" ", -1)[2];
      assertThat(name).doesNotContain("_milliseconds").doesNotContain("_kib");
      if (line.endsWith(" counter")) {
        assertThat(name).endsWith("_total");
      }
      if (line.endsWith(" histogram")) {
        assertThat(name).endsWith("_seconds");
      }
      assertThat(text).as("help of %s", name).contains("# HELP " + name + " ");
    }
  }
}
