package dev.palisade.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The alerts of {@code metrics.prometheusRule} are those that {@code docs/guide/observe.md} shows,
 * and are about metrics that it lists; {@code -Dgolden.write=true} shows them anew.
 */
class ChartAlertsTest {
  private static final Path ALERTS = Checkout.root().resolve("charts/palisade/files/alerts.yaml");
  private static final Path GUIDE = Checkout.root().resolve("docs/guide/observe.md");
  private static final Pattern SHOWN = Pattern.compile("(?s)```yaml\n(- alert: .*?)```\n");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:palisade|reconciliations)_[a-z_]+?)(?:_count)?\\b");

  @Test
  void theGuideShowsThem() throws IOException {
    String alerts = Files.readString(ALERTS);
    String guide = Files.readString(GUIDE);
    Matcher shown = SHOWN.matcher(guide);
    assertThat(shown.find()).as("alerts in %s", GUIDE).isTrue();
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(
          GUIDE, guide.substring(0, shown.start(1)) + alerts + guide.substring(shown.end(1)));
    }
    assertThat(Files.readString(GUIDE)).contains("```yaml\n" + alerts + "```\n");
  }

  @Test
  void theyAreAboutMetricsThatThereAre() throws IOException {
    String metrics = SHOWN.matcher(Files.readString(GUIDE)).replaceAll("");
    List<String> named =
        METRIC.matcher(Files.readString(ALERTS)).results().map(m -> m.group(1)).toList();
    assertThat(named)
        .hasSizeGreaterThan(5)
        .allSatisfy(name -> assertThat(metrics).contains("`" + name + "`"));
  }
}
