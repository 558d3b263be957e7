package dev.palisade.node;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.effect.Attempts;
import dev.palisade.node.effect.StepRunner;
import dev.palisade.node.effect.Usage;
import dev.palisade.node.metrics.HelperMetrics;
import dev.palisade.node.plan.FilterPlan;
import dev.palisade.node.plan.NodePlan;
import dev.palisade.node.plan.Observed;
import dev.palisade.node.plan.Step;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.plan.WantedFilter;
import dev.palisade.node.report.CacheLine;
import dev.palisade.node.seccomp.SeccompFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Carries out what is planned: profiles in the kernel, filters as files. */
final class Upkeep {
  private static final Logger LOG = System.getLogger(Upkeep.class.getName());

  private final SecurityFs kernel;
  private final BlobCache cache;
  private final SeccompFiles files;
  private final Desired desired;
  private final Usage usage;
  private final Attempts attempts;
  private final StepRunner runner;
  private final HelperMetrics metrics;
  private final InstantSource clock;
  private final Set<String> seenLoaded = new HashSet<>();

  Upkeep(
      SecurityFs kernel,
      BlobCache cache,
      SeccompFiles files,
      Desired desired,
      Usage usage,
      Attempts attempts,
      StepRunner runner,
      HelperMetrics metrics,
      InstantSource clock) {
    this.kernel = kernel;
    this.cache = cache;
    this.files = files;
    this.desired = desired;
    this.usage = usage;
    this.attempts = attempts;
    this.runner = runner;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Loads and unloads.
   *
   * @param synced see {@link Observed#fromObjects}
   * @return true if something changed, so that it is worth looking again
   */
  boolean profiles(Cluster cluster, Map<String, Wanted> wanted, boolean synced) throws IOException {
    SortedMap<String, KernelProfile> loaded = kernel.profiles();
    Instant now = clock.instant();
    var observed =
        new Observed(
            loaded,
            cache.blobs(),
            desired.referenced(cluster),
            synced,
            profile -> usage.idle(profile, now),
            subject -> attempts.mayTry(subject, now),
            runner.loadsRefused());
    boolean changed = false;
    for (Step step : NodePlan.steps(wanted, observed)) {
      noteDrift(step, loaded);
      changed |= run(step, cluster);
      if (step instanceof Step.Unload) {
        seenLoaded.remove(step.subject());
      }
    }
    seenLoaded.addAll(loaded.keySet());
    return changed;
  }

  /**
   * Writes and removes.
   *
   * @return true if something changed, so that it is worth looking again
   */
  boolean filters(Cluster cluster, Map<String, WantedFilter> wanted) {
    Instant now = clock.instant();
    boolean changed = false;
    for (Step step :
        FilterPlan.steps(
            wanted,
            files.hashes(),
            filter -> usage.idle(filter, now),
            filter -> attempts.mayTry(filter, now))) {
      changed |= run(step, cluster);
    }
    return changed;
  }

  /** What is on disk for the next boot. */
  CacheLine cached(Map<String, Wanted> wanted, Map<String, KernelProfile> loaded) {
    return CacheLine.of(
        wanted, loaded, cache.blobs().keySet(), attempts::message, desired.unkept());
  }

  private boolean run(Step step, Cluster cluster) {
    boolean did = runner.run(step, cluster.revisions().values());
    if (did || attempts.message(step.subject()).isPresent()) {
      metrics.step(step.getClass().getSimpleName(), did);
    }
    return did;
  }

  private void noteDrift(Step step, Map<String, KernelProfile> loaded) {
    if (step instanceof Step.Load
        && seenLoaded.contains(step.subject())
        && !loaded.containsKey(step.subject())) {
      LOG.log(
          Level.WARNING,
          "a profile was removed from the kernel by someone else: its processes are unconfined for good",
          key("profile", step.subject()));
    }
  }
}
