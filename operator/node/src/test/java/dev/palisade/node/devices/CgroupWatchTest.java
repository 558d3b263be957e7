package dev.palisade.node.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real watches on a directory: cgroupfs gives the same events. */
@Timeout(60)
class CgroupWatchTest {
  @TempDir Path root;

  @Test
  void aNewCgroupOfAPodIsTold() throws IOException, InterruptedException {
    Path burstable = Files.createDirectories(root.resolve("kubepods/burstable"));
    var told = new Semaphore(0);
    Thread watch = CgroupWatch.start(root, InstantSource.system(), told::release);
    try {
      // It may take a while to begin.
      for (int pod = 0; !told.tryAcquire(100, TimeUnit.MILLISECONDS); pod++) {
        Files.createDirectory(burstable.resolve("pod" + pod));
      }
    } finally {
      watch.interrupt();
      watch.join();
    }
  }

  @Test
  void aNodeWithoutCgroupsStopsNothing() throws InterruptedException {
    Thread watch = CgroupWatch.start(root.resolve("none"), InstantSource.system(), () -> {});
    watch.interrupt();
    watch.join();
    assertThat(watch.isAlive()).isFalse();
  }
}
