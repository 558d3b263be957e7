package dev.palisade.node.log;

import static dev.palisade.node.log.Key.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that logs as the helper does. */
@Timeout(120)
class LineFormatTest {
  @TempDir Path directory;

  /** Says what a helper says, and what would break a line. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] arguments) {
      LineFormat.of(arguments[0]).install();
      System.Logger log = System.getLogger("dev.palisade.node.Speaker");
      log.log(
          Level.INFO,
          "a \"quoted\" line\nwith a {0} and it's text",
          key("profile", "palisade.a"),
          key("seconds", 5L));
      log.log(Level.WARNING, "w", key("error", "e"));
      log.log(Level.ERROR, "failed", new IllegalStateException("why"));
      log.log(Level.DEBUG, "is not for here");
    }
  }

  private List<String> run(String format) throws Exception {
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Speaker.class.getName(),
                format)
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(err);
  }

  @Test
  void eachLineIsAFlatObject() throws Exception {
    List<Json> lines = new ArrayList<>();
    for (String line : run("json")) {
      Json object = JsonText.parse(line.getBytes(StandardCharsets.UTF_8));
      assertThat(object.fields()).as(line).containsKeys("time", "level", "logger", "message");
      assertThat(Instant.parse(object.text("time"))).isNotNull();
      object
          .fields()
          .values()
          .forEach(v -> assertThat(v).isInstanceOfAny(Json.Str.class, Json.Num.class));
      lines.add(object);
    }
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).text("level")).isEqualTo("INFO");
    assertThat(lines.get(0).text("profile")).isEqualTo("palisade.a");
    assertThat(lines.get(0).number("seconds")).isEqualTo(5);
    assertThat(lines.get(0).text("message")).startsWith("a \"quoted\" line\nwith a ");
    assertThat(lines.get(1).text("level")).isEqualTo("WARN");
    assertThat(lines.get(1).text("error")).isEqualTo("e");
    assertThat(lines.get(2).text("level")).isEqualTo("ERROR");
    assertThat(lines.get(2).text("error")).isEqualTo("java.lang.IllegalStateException: why");
    assertThat(lines.get(2).text("stack")).contains("Speaker.main");
  }

  @Test
  void textIsForPeople() throws Exception {
    List<String> lines = run("text");
    assertThat(lines.get(2)).endsWith(" WARN dev.palisade.node.Speaker w error=\"e\"");
    assertThat(lines).anyMatch(l -> l.contains("at dev.palisade.node.log.LineFormatTest"));
  }

  @Test
  void anotherFormatIsRefused() {
    assertThatThrownBy(() -> LineFormat.of("xml"))
        .hasMessage("PALISADE_LOG_FORMAT=xml: write json or text");
  }
}
