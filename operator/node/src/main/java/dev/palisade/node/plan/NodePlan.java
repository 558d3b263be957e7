package dev.palisade.node.plan;

import dev.palisade.node.cache.BlobCache.CachedBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Desired against observed. Loads come first, so that a drift is mended before anything waits for
 * the API server. A loaded name is never replaced: with another hash it is left alone (I1).
 */
public final class NodePlan {
  private NodePlan() {}

  public static List<Step> steps(Map<String, Wanted> wanted, Observed observed) {
    List<Step> steps = new ArrayList<>();
    loads(wanted, observed, steps);
    fetches(wanted, observed, steps);
    if (observed.fromObjects()) {
      unloads(wanted, observed, steps);
      forgets(observed, steps);
    }
    steps.removeIf(step -> !observed.mayTry().test(step.subject()));
    return steps;
  }

  private static void loads(Map<String, Wanted> wanted, Observed observed, List<Step> steps) {
    for (Wanted profile : wanted.values()) {
      if (!observed.kernel().containsKey(profile.profile())
          && observed.cached().containsKey(profile.sha256())) {
        steps.add(new Step.Load(profile));
      }
    }
  }

  private static void fetches(Map<String, Wanted> wanted, Observed observed, List<Step> steps) {
    for (Wanted profile : wanted.values()) {
      if (!observed.cached().containsKey(profile.sha256())) {
        boolean load = !observed.kernel().containsKey(profile.profile());
        steps.add(new Step.Fetch(profile, load));
      }
    }
  }

  private static void unloads(Map<String, Wanted> wanted, Observed observed, List<Step> steps) {
    boolean recovered = false;
    for (String name : observed.kernel().keySet()) {
      if (!observed.idle().test(name)) {
        continue;
      }
      if (!wanted.containsKey(name)) {
        steps.add(new Step.Unload(name, "no pod and no process has named it for the grace period"));
      } else if (observed.loadsRefused() && !recovered) {
        // Any successful removal mends the kernel's index (6.1 and 7.2, after one ENAMETOOLONG);
        // the
        // profile is loaded again in the next pass.
        recovered = true;
        steps.add(
            new Step.Unload(name, "the kernel refuses every load until a profile is removed"));
      }
    }
  }

  private static void forgets(Observed observed, List<Step> steps) {
    for (CachedBlob blob : observed.cached().values()) {
      // What is loaded may still be in use, and would be needed if an unload came too early.
      boolean loaded = observed.kernel().containsKey(blob.profile());
      if (!loaded && !observed.referenced().contains(blob.sha256())) {
        steps.add(new Step.Forget(blob.sha256(), "no SecurityProfile names it"));
      }
    }
  }
}
