package dev.palisade.node.denials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObstacleTest {
  @TempDir Path proc;

  @Test
  void noneOnAMachine() throws IOException {
    assertThat(Obstacle.find(true, in("pid:[4026531836]"))).isEmpty();
  }

  @Test
  void aNodeThatIsAContainer() throws IOException {
    assertThat(Obstacle.find(true, in("pid:[4026532201]"))).isEqualTo(Obstacle.CONTAINER);
  }

  @Test
  void switchedOff() throws IOException {
    assertThat(Obstacle.find(false, proc)).isEqualTo(Obstacle.SWITCHED_OFF);
  }

  private Path in(String namespace) throws IOException {
    Path link = proc.resolve("self/ns/pid");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(namespace));
    return proc;
  }
}
