package dev.palisade.it;

import dev.palisade.faults.Exchange;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The roll with nothing in its way: what disturbed ones are compared with, and where the points
 * come from at which faults strike.
 *
 * @param writes changes that were asked for
 */
record Undisturbed(RollOutcome outcome, int writes, int frames) {
  private static Undisturbed once;

  /** Run once for all cases. */
  static synchronized Undisturbed of(KubernetesClient client) {
    if (once == null) {
      once = run(client);
    }
    return once;
  }

  private static Undisturbed run(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.applyPolicy("/data/**");
      roll.start();
      roll.ended();
      roll.assertSafe("undisturbed");
      Map<String, Long> requests =
          roll.proxy().exchanges().stream()
              .map(Exchange::call)
              .collect(Collectors.groupingBy(c -> c.kind(), TreeMap::new, Collectors.counting()));
      int writes = (int) roll.proxy().exchanges().stream().filter(x -> x.call().writes()).count();
      int frames = (int) roll.proxy().frames().stream().filter(f -> f.frame().news()).count();
      System.out.printf(
          "faults: the undisturbed roll asks for %d changes and gets %d frames; requests %s%n",
          writes, frames, requests);
      return new Undisturbed(roll.outcome(), writes, frames);
    }
  }
}
