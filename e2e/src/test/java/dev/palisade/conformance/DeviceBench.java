package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.linux.Bpf;
import dev.palisade.node.linux.BpfProgram;
import dev.palisade.policy.device.DeviceProgram;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the helper takes from as many rules about devices as a policy may have to their program in
 * this machine's kernel.
 */
class DeviceBench {
  private static final int TIMES = 21;
  private static final int RULES = 1000;
  private static final Duration GOAL = Duration.ofMillis(50);

  @Test
  void aThousandRulesLoaded() throws IOException {
    List<DeviceRule> rules = new DeviceSamples(new Random(1)).many(RULES);
    var bpf = new Bpf();
    var times = new ArrayList<Duration>();
    int instructions = 0;
    for (int i = 0; i <= TIMES; i++) {
      long start = System.nanoTime();
      long[] program = DeviceProgram.of(DeviceTable.of(rules));
      BpfProgram loaded = bpf.load(program, "palisade");
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      bpf.close(loaded);
      instructions = program.length;
      // The first loads classes.
      if (i > 0) {
        times.add(time);
      }
    }
    Duration median = times.stream().sorted().toList().get(TIMES / 2);
    System.out.printf(
        "bench: 1,000 device rules loaded: %.1f ms, %d instructions (median of %d; goal < %d ms)%n",
        median.toNanos() / 1e6, instructions, TIMES, GOAL.toMillis());
    assertThat(median).isLessThan(GOAL);
  }
}
