package dev.palisade.conformance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.policy.Library;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.meaning.Question;
import dev.palisade.policy.meaning.QuestionReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What others have rules for, and how it is said here ({@code peers.yaml}). */
public final class Peers {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Peers() {}

  /** One project, and what of it was read. */
  public record Peer(String peer, String read, List<Row> rules) {}

  /**
   * One of its rules.
   *
   * @param say fields of a container; null where it is not said in these
   * @param denies what that denies, in the words of {@code can-i}
   * @param program that asks; null: any
   * @param base whether {@code RuntimeDefault} denies it already
   * @param otherwise what does it instead, or else null
   * @param cannot why not, and what else helps; null where it can
   */
  public record Row(
      String rule,
      JsonNode say,
      List<String> denies,
      String program,
      boolean base,
      String note,
      String otherwise,
      String cannot) {
    public Row {
      if (Stream.of(say, otherwise, cannot).filter(Objects::nonNull).count() != 1) {
        throw new IllegalArgumentException(rule + ": one of say, otherwise and cannot");
      }
      if (say != null && (denies == null || denies.isEmpty())) {
        throw new IllegalArgumentException(rule + ": what does it deny?");
      }
    }

    Sample sample() {
      return new Sample(
          Library.RUNTIME_DEFAULT,
          Mode.Enforce,
          List.of(
              new Sample.Part(
                  rule,
                  (rules, name) -> {
                    try {
                      YAML.readerForUpdating(rules).readValue(say);
                    } catch (IOException e) {
                      throw new UncheckedIOException(rule, e);
                    }
                  })));
    }

    Optional<Program> asking() {
      return Optional.ofNullable(program).map(Program::written);
    }

    List<Question> questions() {
      return denies.stream().map(Row::question).toList();
    }

    private static Question question(String words) {
      return switch (QuestionReader.read(List.of(words.split(" ", -1)))) {
        case QuestionReader.Reading.Asked(Question question) -> question;
        case QuestionReader.Reading.Refused(String message) -> throw new AssertionError(message);
      };
    }
  }

  public static List<Peer> all() {
    try (InputStream in = Peers.class.getResourceAsStream("/dev/palisade/cli/imports/peers.yaml")) {
      return YAML.readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many of each. */
  public static String coverage(Peer peer) {
    return "%d sayable, %d said otherwise, %d not"
        .formatted(count(peer, Row::say), count(peer, Row::otherwise), count(peer, Row::cannot));
  }

  private static long count(Peer peer, Function<Row, Object> way) {
    return peer.rules().stream().map(way).filter(Objects::nonNull).count();
  }

  /** A section of the documentation. */
  public static String section(Peer peer) {
    return Stream.of(
            "## " + peer.peer(),
            "",
            "Read: %s. Of %d rules: %s."
                .formatted(peer.read(), peer.rules().size(), coverage(peer)),
            "",
            "| there | here |",
            "|---|---|",
            peer.rules().stream()
                .map(r -> "| `%s` | %s |".formatted(r.rule(), here(r)))
                .collect(Collectors.joining("\n")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String here(Row row) {
    if (row.otherwise() != null) {
      return "otherwise: " + row.otherwise();
    }
    if (row.cannot() != null) {
      return "**not sayable**: " + row.cannot();
    }
    var notes =
        Stream.of(row.note(), row.base() ? "`RuntimeDefault` denies it already" : null)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    return "`%s`".formatted(flow(row.say())) + (notes.isEmpty() ? "" : " (" + notes + ")");
  }

  /** As a policy has it, in one line. */
  private static String flow(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(e -> e.getKey() + ": " + nested(e.getValue()))
          .collect(Collectors.joining(", "));
    }
    return nested(node);
  }

  private static String nested(JsonNode node) {
    if (node.isObject()) {
      return "{" + flow(node) + "}";
    }
    if (node.isArray()) {
      return node.valueStream().map(Peers::nested).collect(Collectors.joining(", ", "[", "]"));
    }
    return node.asText().contains("*") ? "\"" + node.asText() + "\"" : node.asText();
  }
}
