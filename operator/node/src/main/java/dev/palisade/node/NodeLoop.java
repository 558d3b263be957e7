package dev.palisade.node;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.apparmor.Support;
import dev.palisade.node.denials.DenialCounts;
import dev.palisade.node.effect.Attempts;
import dev.palisade.node.effect.Usage;
import dev.palisade.node.metrics.HelperMetrics;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.plan.WantedFilter;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.report.CacheLine;
import dev.palisade.node.report.NodeFacts;
import dev.palisade.node.report.PodLine;
import dev.palisade.node.report.ProfileLine;
import dev.palisade.node.report.Report;
import dev.palisade.node.report.Reporter;
import dev.palisade.node.report.Since;
import dev.palisade.node.seccomp.SeccompFiles;
import dev.palisade.node.verify.PodVerdict;
import dev.palisade.node.verify.RuntimeProof;
import dev.palisade.node.verify.SecretMounts;
import dev.palisade.node.verify.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

  /** How long the first report waits for the probe container of a new helper pod. */
  static final Duration PROBE_PATIENCE = Duration.ofSeconds(30);

  private final Settings settings;
  private final NodeFacts facts;
  private final Cluster cluster;
  private final SecurityFs kernel;
  private final ProcFs proc;
  private final SeccompFiles files;
  private final Desired desired;
  private final Usage usage;
  private final Attempts attempts;
  private final Upkeep upkeep;
  private final Reporter reporter;
  private final DenialCounts denials;
  private final HelperMetrics metrics;
  private final InstantSource clock;
  private final InstantSource wall;
  private final Instant started;
  private volatile Instant lastPass;
  private final Since since = new Since();
  private int busy;

  /**
   * Puts the parts together.
   *
   * @param clock never jumps; for every waiting time
   * @param wall for what others read
   */
  NodeLoop(
      Settings settings,
      NodeFacts facts,
      Cluster cluster,
      SecurityFs kernel,
      ProcFs proc,
      SeccompFiles files,
      Desired desired,
      Usage usage,
      Attempts attempts,
      Upkeep upkeep,
      Reporter reporter,
      DenialCounts denials,
      HelperMetrics metrics,
      InstantSource clock,
      InstantSource wall) {
    this.settings = settings;
    this.facts = facts;
    this.cluster = cluster;
    this.kernel = kernel;
    this.proc = proc;
    this.files = files;
    this.desired = desired;
    this.usage = usage;
    this.attempts = attempts;
    this.upkeep = upkeep;
    this.reporter = reporter;
    this.denials = denials;
    this.metrics = metrics;
    this.clock = clock;
    this.wall = wall;
    this.started = clock.instant();
    this.lastPass = started;
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
    Support can = Support.of(settings.sys(), settings.securityFs());
    boolean synced = cluster.synced();
    Map<String, Wanted> wanted = desired.wanted(cluster);
    Map<String, WantedFilter> wantedFilters = desired.filters(cluster);
    boolean changed = can.loadable() && upkeep.profiles(cluster, wanted, synced);
    changed |= synced && upkeep.filters(cluster, wantedFilters);

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
    List<PodLine> lines = verdicts(can, pods, profiles, processes);
    metrics.seen(
        lines.stream().map(l -> l.verdict().state().text()).toList(),
        profiles.stream().map(ProfileLine::state).toList(),
        filters.stream().map(ProfileLine::state).toList());
    Support now = RuntimeProof.of(can, self(pods), processes);
    Optional<Instant> again = Optional.empty();
    busy = changed ? busy + 1 : 0;
    if (synced && (!changed || busy > BUSY)) {
      CacheLine kept = upkeep.cached(wanted, loaded);
      again = report(can, now, processes.uptime(), profiles, filters, lines, kept);
    }
    lastPass = clock.instant();
    if (changed) {
      return Duration.ZERO;
    }
    return wait(now, loaded.isEmpty() && held.isEmpty(), lines, again);
  }

  private List<PodLine> verdicts(
      Support can, List<Pod> pods, List<ProfileLine> profiles, Processes processes) {
    Map<String, String> notVerified = new TreeMap<>();
    for (ProfileLine line : profiles) {
      if (!line.state().equals(ProfileLine.LOADED)) {
        notVerified.put(line.name(), line.message());
      }
    }
    List<PodLine> lines = new ArrayList<>();
    Map<String, Revision> revisions = cluster.revisions();
    for (Pod pod : pods) {
      if (!pod.ended()) {
        PodVerdict.of(pod, revisions, notVerified, processes)
            .map(v -> can.readable() ? v : v.unlessEnforced(can.reason()))
            .map(v -> PodLine.of(pod, v, SecretMounts.lines(pod, revisions, processes)))
            .ifPresent(lines::add);
      }
    }
    return lines;
  }

  private Optional<Pod> self(List<Pod> pods) {
    return pods.stream().filter(pod -> pod.uid().equals(facts.podUid())).findFirst();
  }

  private Optional<Instant> report(
      Support can,
      Support now,
      double uptime,
      List<ProfileLine> profiles,
      List<ProfileLine> filters,
      List<PodLine> pods,
      CacheLine kept)
      throws IOException {
    Instant time = clock.instant();
    Optional<Instant> patience = patience(now, time);
    if (patience.isPresent()) {
      return patience;
    }
    reporter.observe(cluster.own());
    Optional<Instant> before =
        cluster
            .own()
            .filter(_ -> !reporter.hasReported())
            .flatMap(own -> own.since(facts.bootId(), now.reason()));
    Instant date = since.of(now.reason(), before, time, wall.instant(), uptime);
    String rawHash = can.readable() ? kernel.anyHash().algorithm() : Hash.NONE.algorithm();
    var report =
        new Report(facts, rawHash, now, date, profiles, filters, pods, kept, denials.report());
    return reporter.offer(report.status(), time);
  }

  /** A restarted helper finds the probe running; only a new pod has to wait for it. */
  private Optional<Instant> patience(Support now, Instant time) {
    Instant until = started.plus(PROBE_PATIENCE);
    boolean pending = now.reason().equals("ProbePending") && !reporter.hasReported();
    return pending && time.isBefore(until) ? Optional.of(until) : Optional.empty();
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
