package dev.palisade.node.effect;

import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.Processes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * When each loaded profile and each filter was last named. Nothing is known from before this
 * process, so after a restart every profile starts its grace period anew.
 */
public final class Usage {
  private final Duration grace;
  private final Map<String, Instant> lastNamed = new HashMap<>();

  public Usage(Duration grace) {
    this.grace = grace;
  }

  /** Takes in one observation. */
  public void saw(
      Collection<String> loaded,
      Collection<Pod> pods,
      Collection<Revision> revisions,
      Processes processes,
      Instant now) {
    lastNamed.keySet().retainAll(loaded);
    for (String profile : loaded) {
      boolean named =
          processes.names(profile)
              || pods.stream().anyMatch(pod -> UseCheck.names(pod, profile, revisions));
      if (named) {
        lastNamed.put(profile, now);
      } else {
        lastNamed.putIfAbsent(profile, now);
      }
    }
  }

  public void named(String profile, Instant now) {
    lastNamed.put(profile, now);
  }

  /** Unnamed for the whole grace period. */
  public boolean idle(String profile, Instant now) {
    Instant last = lastNamed.get(profile);
    return last != null && Duration.between(last, now).compareTo(grace) >= 0;
  }
}
