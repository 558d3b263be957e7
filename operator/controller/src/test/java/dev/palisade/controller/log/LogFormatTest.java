package dev.palisade.controller.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.controller.OperatorMain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Processes with the configuration that is shipped. */
@Timeout(120)
class LogFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private record Run(int exitCode, List<String> out, List<String> err) {}

  private Run run(Class<?> main, Map<String, String> environment) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    builder.environment().keySet().removeIf(k -> k.startsWith("KUBE"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  private static List<JsonNode> parsed(List<String> lines) throws Exception {
    List<JsonNode> out = new ArrayList<>();
    for (String line : lines) {
      JsonNode object = JSON.readTree(line);
      assertThat(object.isObject()).as(line).isTrue();
      assertThat(object.fieldNames())
          .toIterable()
          .as(line)
          .contains("time", "level", "logger", "message");
      assertThat(Instant.parse(object.get("time").asText())).isNotNull();
      assertThat(object.get("level").asText()).isIn("ERROR", "WARN", "INFO", "DEBUG");
      object.forEach(v -> assertThat(v.isValueNode()).as(line).isTrue());
      out.add(object);
    }
    return out;
  }

  /** Says what an operator says, and what would break a line. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] arguments) {
      Logger log = LoggerFactory.getLogger("dev.palisade.Speaker");
      log.atInfo()
          .addKeyValue("namespace", "shop")
          .addKeyValue("policy", "checkout")
          .addKeyValue("seconds", 12L)
          .log("a \"quoted\" line\nand another with \u0007 and ü");
      MDC.put("resource.kind", "SecurityPolicy");
      MDC.put("resource.name", "web");
      MDC.put("resource.namespace", "ns");
      log.atError()
          .setCause(new IllegalStateException("what", new RuntimeException("why")))
          .log("x");
      MDC.put("resource.kind", "Deployment");
      log.atWarn().addKeyValue("policy", "named").log("{} placed", "text");
      LoggerFactory.getLogger("io.fabric8.kubernetes.client").info("is not for here");
    }
  }

  @Test
  void eachLineIsAFlatObject() throws Exception {
    Run run = run(Speaker.class, Map.of());
    List<JsonNode> lines = parsed(run.out());
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).get("message").asText())
        .isEqualTo("a \"quoted\" line\nand another with \u0007 and ü");
    assertThat(lines.get(0).get("policy").asText()).isEqualTo("checkout");
    assertThat(lines.get(0).get("seconds").isNumber()).isTrue();
    assertThat(lines.get(1).get("policy").asText()).isEqualTo("web");
    assertThat(lines.get(1).get("namespace").asText()).isEqualTo("ns");
    assertThat(lines.get(1).get("error").asText())
        .isEqualTo("java.lang.IllegalStateException: what");
    assertThat(lines.get(1).get("stack").asText()).contains("Caused by").contains("why");
    assertThat(lines.get(2).get("message").asText()).isEqualTo("text placed");
    assertThat(lines.get(2).get("policy").asText()).isEqualTo("named");
  }

  @Test
  void textIsForPeople() throws Exception {
    Run run = run(Speaker.class, Map.of("PALISADE_LOG_FORMAT", "text"));
    assertThat(run.out().getFirst())
        .matches("[-0-9]+T[:.0-9]+Z INFO  \\S*Speaker a \"quoted\" line");
    assertThat(String.join("\n", run.out())).contains("policy=\"checkout\"");
  }

  @Test
  void anOperatorWithoutAnApiServerSaysSoInTheSameForm() throws Exception {
    Run run =
        run(
            OperatorMain.class,
            Map.of(
                "PALISADE_NAMESPACE",
                "palisade-system",
                "PALISADE_HEALTH_PORT",
                "0",
                "KUBERNETES_MASTER",
                "http://127.0.0.1:1",
                "KUBECONFIG",
                directory.resolve("none").toString(),
                "KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT",
                "0"));
    assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isEqualTo(1);
    assertThat(parsed(run.out()))
        .anySatisfy(l ->
            assertThat(l.get("message").asText())
                .isEqualTo("cannot start: see whether the API server answers"));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anotherFormatIsRefusedInWords() throws Exception {
    Run run =
        run(OperatorMain.class, Map.of("PALISADE_NAMESPACE", "x", "PALISADE_LOG_FORMAT", "xml"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(String.join("\n", run.err()))
        .contains("PALISADE_LOG_FORMAT is \"xml\": write json or text");
  }

  @Test
  void encodedAsUtf8() throws Exception {
    Run run = run(Speaker.class, Map.of("LC_ALL", "C"));
    assertThat(new String(Files.readAllBytes(directory.resolve("out")), StandardCharsets.UTF_8))
        .contains("ü");
    assertThat(run.out()).hasSize(3);
  }
}
