package dev.palisade.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The real socket, where this process may have it; what comes through it is in the E2E tier. */
class AuditSocketTest {
  @Test
  void theSocketJoinsTimesOutAndKnowsItsDrops() throws IOException {
    try (AuditSocket socket = open()) {
      Instant start = Instant.now();
      while (socket.receive().isPresent()) {
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
      }
      assertThat(socket.dropped(Path.of("/proc"))).isNotNegative();
    }
  }

  private static AuditSocket open() {
    try {
      return AuditSocket.open(1);
    } catch (IOException e) {
      assumeTrue(false, e.getMessage());
      throw new AssertionError(e);
    }
  }
}
