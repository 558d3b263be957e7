package dev.palisade.node.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static Json parse(String text) throws IOException {
    return JsonText.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsReadIsWrittenAgain() throws IOException {
    String text = "{\"a\":[1,-2.5e3,true,null,\"x\\\"ü\"],\"b\":{\"c\":{}}}";
    assertThat(new String(JsonText.write(parse(text)), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void managedFieldsAreNotKept() throws IOException {
    Json read = parse("{\"metadata\":{\"managedFields\":[{\"f\":{\"x\":1}}],\"name\":\"n\"}}");
    assertThat(read).isEqualTo(parse("{\"metadata\":{\"name\":\"n\"}}"));
  }

  @Test
  void absentAndMisshapenValuesReadAsNothing() throws IOException {
    Json read = parse("{\"a\":\"text\",\"n\":1.5}");
    assertThat(read.at("a", "b").isNull()).isTrue();
    assertThat(read.text("n")).isEmpty();
    assertThat(read.number("n")).isZero();
    assertThat(read.items("a")).isEmpty();
  }

  @Test
  void textAfterTheValueIsAnError() {
    assertThatThrownBy(() -> parse("{} {}")).hasMessageContaining("text after the JSON value");
    assertThatThrownBy(() -> parse("{\"a\":")).isInstanceOf(IOException.class);
  }

  @Test
  void aStreamGivesOneValueAfterTheOther() throws IOException {
    var in = new ByteArrayInputStream("{\"a\":1}\n{\"a\":2}\n".getBytes(StandardCharsets.UTF_8));
    try (var values = JsonText.values(in)) {
      assertThat(values.next().orElseThrow().number("a")).isEqualTo(1);
      assertThat(values.next().orElseThrow().number("a")).isEqualTo(2);
      assertThat(values.next()).isEmpty();
    }
  }
}
