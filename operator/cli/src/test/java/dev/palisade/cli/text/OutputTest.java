package dev.palisade.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
  private record Line(String name, Boolean ready, List<String> nodes) {}

  private static final Line ODD = new Line("a\u001B[2Jb\u202Ec\u009Bd", null, List.of("n1"));

  @Test
  void whatCouldMoveACursorIsEscapedAndWhatIsNotKnownIsLeftOut() {
    assertThat(Golden.output("json").oneOfMany(ODD))
        .containsExactly("{\"name\":\"a\\u001B[2Jb\\u202Ec\\u009Bd\",\"nodes\":[\"n1\"]}");
    assertThat(Golden.output("yaml").whole(ODD))
        .containsExactly("name: \"a\\e[2Jb\\u202ec\\x9bd\"", "nodes:", "- \"n1\"");
  }

  @Test
  void yamlDocumentsAreTakenApart() {
    assertThat(Golden.output("yaml").oneOfMany(new Line("no", true, List.of())))
        .containsExactly("---", "name: \"no\"", "ready: true", "nodes: []");
  }

  @Test
  void aWholeDocumentIsIndented() {
    assertThat(Golden.output("json").whole(new Line("x", true, List.of())))
        .containsExactly(
            "{", "  \"name\" : \"x\",", "  \"ready\" : true,", "  \"nodes\" : [ ]", "}");
  }
}
