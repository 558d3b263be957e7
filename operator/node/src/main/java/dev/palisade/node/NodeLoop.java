package dev.palisade.node;

import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.apparmor.Support;
import dev.palisade.node.devices.DevicesSeen;
import dev.palisade.node.effect.Attempts;
import dev.palisade.node.effect.Usage;
import dev.palisade.node.metrics.HelperMetrics;
import dev.palisade.node.model.Pod;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.plan.WantedFilter;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.report.CacheLine;
import dev.palisade.node.report.PodLine;
import dev.palisade.node.report.ProfileLine;
import dev.palisade.node.seccomp.SeccompFiles;
import dev.palisade.node.verify.PodDevices;
import dev.palisade.node.verify.RuntimeProof;
import dev.palisade.node.verify.SecretMounts;
import dev.palisade.node.verify.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Observe, plan, act, report; again when something has changed or after a while. One thread does it
 * all, so that every report is of one moment and a step never meets another.
 */
final class NodeLoop {
  /**
   * A process that execs gives no event. While a pod is starting its processes are looked at often.
   */
  static final Duration STARTING = Duration.ofSeconds(2);

  static final Duration STEADY = Duration.ofSeconds(15);

  /** No pod, no profile and no filter of ours: there is nothing that could change unseen. */
  static final Duration IDLE = Duration.ofSeconds(60);

  /**
   * So many passes in a row may change something before a report is written all the same: who
   * removes a profile again and again must not keep the report as it was.
   */
  private static final int BUSY = 10;

  private final Settings settings;
  private final Cluster cluster;
  private final SecurityFs kernel;
  private final ProcFs proc;
  private final SeccompFiles files;
  private final Desired desired;
  private final Usage usage;
  private final Attempts attempts;
  private final Upkeep upkeep;
  private final DeviceWatch devices;
  private final Account account;
  private final HelperMetrics metrics;
  private final InstantSource clock;
  private volatile Instant lastPass;
  private int busy;

  /**
   * Puts the parts together.
   *
   * @param clock never jumps; for every waiting time
   */
  NodeLoop(
      Settings settings,
      Cluster cluster,
      SecurityFs kernel,
      ProcFs proc,
      SeccompFiles files,
      Desired desired,
      Usage usage,
      Attempts attempts,
      Upkeep upkeep,
      DeviceWatch devices,
      Account account,
      HelperMetrics metrics,
      InstantSource clock) {
    this.settings = settings;
    this.cluster = cluster;
    this.kernel = kernel;
    this.proc = proc;
    this.files = files;
    this.desired = desired;
    this.usage = usage;
    this.attempts = attempts;
    this.upkeep = upkeep;
    this.devices = devices;
    this.account = account;
    this.metrics = metrics;
    this.clock = clock;
    this.lastPass = clock.instant();
  }

  /** When the last pass ended: the loop is alive if that is not long ago. */
  Instant lastPass() {
    return lastPass;
  }

  /**
   * One pass.
   *
   * @return how long nothing needs to be looked at if nothing happens
   */
  Duration pass() throws IOException {
    cluster.endSilence();
    boolean synced = cluster.synced();
    // Before anything that may have to wait: a pod that is starting will open its devices soon.
    DevicesSeen programs = devices.look();
    Support can = Support.of(settings.sys(), settings.securityFs());
    Map<String, Wanted> wanted = desired.wanted(cluster);
    Map<String, WantedFilter> wantedFilters = desired.filters(cluster);
    boolean changed = can.loadable() && upkeep.profiles(cluster, wanted, synced);
    changed |= synced && upkeep.filters(cluster, wantedFilters);
    changed |= programs.changed();

    SortedMap<String, KernelProfile> loaded = can.readable() ? kernel.profiles() : new TreeMap<>();
    SortedMap<String, String> held = files.hashes();
    List<Pod> pods = cluster.pods();
    Processes processes = proc.scan(SecretMounts.asked(pods, cluster.revisions())::contains);
    // Pods that are not known yet may name anything: the grace begins when they are.
    if (synced) {
      Set<String> names = new HashSet<>(loaded.keySet());
      names.addAll(held.keySet());
      usage.saw(names, pods, cluster.revisions().values(), processes, clock.instant());
    }
    List<ProfileLine> profiles =
        ProfileLine.of(loaded, desired.known(cluster, wanted), wanted, attempts::message);
    List<ProfileLine> filters =
        ProfileLine.ofFilters(
            held, desired.knownFilters(cluster), wantedFilters, attempts::message);
    List<PodLine> lines =
        new PodLines(can, cluster.revisions(), profiles, programs, processes).of(pods);
    metrics.seen(
        lines.stream().map(l -> l.verdict().state().text()).toList(),
        profiles.stream().map(ProfileLine::state).toList(),
        filters.stream().map(ProfileLine::state).toList(),
        lines.stream().flatMap(l -> l.devices().stream()).map(PodDevices.Proof::text).toList());
    Support now = RuntimeProof.of(can, self(pods), processes);
    Optional<Instant> again = Optional.empty();
    busy = changed ? busy + 1 : 0;
    if (synced && (!changed || busy > BUSY)) {
      CacheLine kept = upkeep.cached(wanted, loaded);
      again =
          account.offer(
              new Account.Seen(
                  can,
                  now,
                  programs.support(),
                  processes.uptime(),
                  profiles,
                  filters,
                  lines,
                  kept));
    }
    lastPass = clock.instant();
    if (changed) {
      return Duration.ZERO;
    }
    return wait(now, loaded.isEmpty() && held.isEmpty(), lines, again);
  }

  private Optional<Pod> self(List<Pod> pods) {
    return pods.stream().filter(pod -> pod.uid().equals(settings.podUid())).findFirst();
  }

  private Duration wait(
      Support now, boolean nothingHeld, List<PodLine> pods, Optional<Instant> again) {
    boolean starting =
        now.reason().equals("ProbePending")
            || pods.stream().anyMatch(p -> p.verdict().state() == Verdict.State.PENDING);
    Duration rest = starting ? STARTING : nothingHeld && pods.isEmpty() ? IDLE : STEADY;
    Instant time = clock.instant();
    Instant until = time.plus(rest);
    for (Optional<Instant> other : List.of(again, attempts.next(time))) {
      if (other.isPresent() && other.get().isBefore(until)) {
        until = other.get();
      }
    }
    Duration left = Duration.between(time, until);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
