package dev.palisade.node;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.apparmor.Support;
import dev.palisade.node.denials.DenialCounts;
import dev.palisade.node.devices.DevicesSupport;
import dev.palisade.node.report.Ability;
import dev.palisade.node.report.CacheLine;
import dev.palisade.node.report.NodeFacts;
import dev.palisade.node.report.PodLine;
import dev.palisade.node.report.ProfileLine;
import dev.palisade.node.report.Report;
import dev.palisade.node.report.Reporter;
import dev.palisade.node.report.Since;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes a report of what a pass has seen, and offers it. */
final class Account {
  /** How long the first report waits for the probe container of a new helper pod. */
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(30);

  private final NodeFacts facts;
  private final Cluster cluster;
  private final SecurityFs kernel;
  private final Reporter reporter;
  private final DenialCounts denials;
  private final InstantSource clock;
  private final InstantSource wall;
  private final Instant started;
  private final Since appArmorSince = new Since();
  private final Since devicesSince = new Since();

  /**
   * Nothing is said yet.
   *
   * @param clock never jumps; for every waiting time
   * @param wall for what others read
   */
  Account(
      NodeFacts facts,
      Cluster cluster,
      SecurityFs kernel,
      Reporter reporter,
      DenialCounts denials,
      InstantSource clock,
      InstantSource wall) {
    this.facts = facts;
    this.cluster = cluster;
    this.kernel = kernel;
    this.reporter = reporter;
    this.denials = denials;
    this.clock = clock;
    this.wall = wall;
    this.started = clock.instant();
  }

  /**
   * What a pass has seen.
   *
   * @param kernel what it can do by itself
   * @param appArmor kernel and runtime together
   * @param uptime seconds since boot
   */
  record Seen(
      Support kernel,
      Support appArmor,
      DevicesSupport devices,
      double uptime,
      List<ProfileLine> profiles,
      List<ProfileLine> filters,
      List<PodLine> pods,
      CacheLine kept) {}

  /**
   * Reports it, if it is due.
   *
   * @return when to come again; empty if it is written
   */
  Optional<Instant> offer(Seen seen) throws IOException {
    Instant time = clock.instant();
    Optional<Instant> patience = patience(seen.appArmor(), time);
    if (patience.isPresent()) {
      return patience;
    }
    reporter.observe(cluster.own());
    return reporter.offer(report(seen, time).status(), time);
  }

  private Report report(Seen seen, Instant time) throws IOException {
    Support appArmor = seen.appArmor();
    DevicesSupport devices = seen.devices();
    Instant appArmorDate = since(appArmorSince, "appArmor", appArmor.reason(), time, seen.uptime());
    Instant devicesDate = since(devicesSince, "devices", devices.reason(), time, seen.uptime());
    return new Report(
        facts,
        seen.kernel().readable() ? kernel.anyHash().algorithm() : Hash.NONE.algorithm(),
        new Ability(appArmor.loadable(), appArmor.reason(), appArmor.message(), appArmorDate),
        new Ability(devices.capable(), devices.reason(), devices.message(), devicesDate),
        seen.profiles(),
        seen.filters(),
        seen.pods(),
        seen.kept(),
        denials.report());
  }

  private Instant since(Since since, String ability, String reason, Instant time, double uptime) {
    Optional<Instant> before =
        cluster
            .own()
            .filter(_ -> !reporter.hasReported())
            .flatMap(own -> own.since(facts.bootId(), ability, reason));
    return since.of(reason, before, time, wall.instant(), uptime);
  }

  /** A restarted helper finds the probe running; only a new pod has to wait for it. */
  private Optional<Instant> patience(Support appArmor, Instant time) {
    Instant until = started.plus(PROBE_PATIENCE);
    boolean pending = appArmor.reason().equals("ProbePending") && !reporter.hasReported();
    return pending && time.isBefore(until) ? Optional.of(until) : Optional.empty();
  }
}
