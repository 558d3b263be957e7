package dev.palisade.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HelperMetricsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");
  private static final Pattern SAMPLE =
      Pattern.compile("[a-z_]+(\\{[a-z]+=\"(\\\\.|[^\"\\\\])*\"})? ([0-9.E]+|NaN)");

  private final HelperMetrics metrics = new HelperMetrics();

  private String text() {
    return metrics.text(
        new HelperMetrics.Elsewhere(
            "1.2.3", Map.of("Intended", 7L), 3, 4, NOW.minusMillis(2500), Duration.ofMillis(1500)),
        NOW,
        Path.of("/proc"));
  }

  @Test
  void aLifeIsToldInNumbers() {
    metrics.step("Load", true);
    metrics.step("Load", true);
    metrics.step("Fetch", false);
    metrics.passFailed();
    metrics.seen(
        List.of("Enforced", "Enforced", "Pending"),
        List.of("Loaded"),
        List.of("Failed", "Loaded"),
        List.of("Attached"));
    assertThat(text().lines())
        .contains(
            "palisade_helper_build_info{version=\"1.2.3\"} 1",
            "palisade_helper_steps_total{step=\"Load\"} 2",
            "palisade_helper_steps_total{step=\"Unload\"} 0",
            "palisade_helper_steps_total{step=\"Write\"} 0",
            "palisade_helper_step_failures_total{step=\"Fetch\"} 1",
            "palisade_helper_steps_total{step=\"Attach\"} 0",
            "palisade_helper_device_programs{proof=\"Attached\"} 1",
            "palisade_helper_pods{verdict=\"Enforced\"} 2",
            "palisade_helper_pods{verdict=\"Pending\"} 1",
            "palisade_helper_profiles{state=\"Loaded\"} 1",
            "palisade_helper_seccomp_profiles{state=\"Failed\"} 1",
            "palisade_helper_seccomp_profiles{state=\"Loaded\"} 1",
            "palisade_helper_denials_total{kind=\"Intended\"} 7",
            "palisade_helper_denials_lost_total 3",
            "palisade_helper_api_failures_total 4",
            "palisade_helper_pass_failures_total 1",
            "palisade_helper_last_pass_age_seconds 2.5",
            "palisade_helper_watch_silence_seconds 1.5");
    assertThat(text()).containsPattern("\nprocess_resident_memory_bytes [0-9]{8,}\n");
  }

  @Test
  void whatIsGoneIsNotCounted() {
    metrics.seen(List.of("Pending"), List.of("Failed"), List.of("Failed"), List.of("Missing"));
    metrics.seen(List.of(), List.of(), List.of(), List.of());
    assertThat(text()).doesNotContain("Pending", "Failed", "Missing");
  }

  @Test
  void eachSampleHasItsHelpAndType() {
    metrics.seen(List.of("Enforced"), List.of("Loaded"), List.of("Loaded"), List.of("Attached"));
    List<String> lines = text().lines().toList();
    for (String line : lines) {
      if (!line.startsWith("#")) {
        assertThat(line).matches(SAMPLE);
        String name = line.replaceAll("[{ ].*", "");
        assertThat(lines).anyMatch(l -> l.startsWith("# HELP " + name + " "));
        assertThat(lines)
            .contains("# TYPE " + name + (name.endsWith("_total") ? " counter" : " gauge"));
      }
    }
  }

  @Test
  void aLabelIsEscaped() {
    assertThat(new Exposition().gauge("x", "h", "l", Map.of("a\"b\\c\nd", 1)).text())
        .endsWith("x{l=\"a\\\"b\\\\c\\nd\"} 1\n");
  }
}
