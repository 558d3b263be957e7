package dev.palisade.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Files that hold what is printed. */
public final class Golden {
  private Golden() {}

  /** With {@code -Dgolden.write=true} the file is made anew, to be read before it is committed. */
  public static void assertLines(Path golden, List<String> lines) throws IOException {
    String text = lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  /** As {@code --output} makes it. */
  public static Output output(String format) {
    return new Output(Output.Format.valueOf(format));
  }
}
