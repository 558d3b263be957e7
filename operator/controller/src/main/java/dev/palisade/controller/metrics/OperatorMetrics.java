package dev.palisade.controller.metrics;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.Probe;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The operator's numbers. No label names a policy, a namespace, a node or a workload: how many
 * series there are does not depend on how many of those there are.
 */
public final class OperatorMetrics {
  private static final Duration[] ROLLOUT =
      seconds(10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200);
  private static final Duration[] COMPILE = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(3),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };
  private static final Duration[] RECONCILE = {
    Duration.ofMillis(50),
    Duration.ofMillis(200),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge policies;
  private final MultiGauge nodes;
  private volatile Supplier<Stream<SecurityPolicy>> knownPolicies = Stream::of;
  private volatile List<Node> lastFleet = List.of();
  private volatile boolean leading;

  /**
   * @param leading until it is told otherwise: true without leader election
   */
  public OperatorMetrics(boolean leading, String version) {
    this.leading = leading;
    JvmMeters.bindTo(registry);
    Info.builder()
        .name("palisade_build_info")
        .help("The version of the operator, as a label.")
        .labelNames("version")
        .register(registry.getPrometheusRegistry())
        .addLabelValues(version);
    Gauge.builder("palisade.leader", () -> this.leading ? 1 : 0)
        .description("1 while this replica leads.")
        .register(registry);
    policies =
        MultiGauge.builder("palisade.policies")
            .description("Policies by their conditions; shown by the leader.")
            .register(registry);
    nodes =
        MultiGauge.builder("palisade.nodes")
            .description("Nodes by what their reports are worth in the latest pass; by the leader.")
            .register(registry);
    for (RolloutEnd.Outcome outcome : RolloutEnd.Outcome.values()) {
      rollouts(outcome);
    }
  }

  private static Duration[] seconds(long... seconds) {
    return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
  }

  private Timer rollouts(RolloutEnd.Outcome outcome) {
    return Timer.builder("palisade.rollout.duration")
        .description("Rollouts that have ended, from the first plan of the revision.")
        .tag("outcome", outcome.word())
        .serviceLevelObjectives(ROLLOUT)
        .register(registry);
  }

  /** The Java Operator SDK's own, by controller. */
  public Metrics ofSdk() {
    return MicrometerMetricsV2.newBuilder(registry)
        .withExecutionTimerConfig(t -> t.serviceLevelObjectives(RECONCILE))
        .build();
  }

  public void leads(boolean now) {
    leading = now;
  }

  /**
   * Where the policies are read from at each scrape.
   *
   * @param cached must not ask the API server
   */
  public void countPolicies(Supplier<Stream<SecurityPolicy>> cached) {
    knownPolicies = cached;
  }

  /** Shows for each resource how long nothing was heard of its watches. */
  public void watches(Supplier<Map<String, Duration>> silence, List<String> resources) {
    for (String resource : resources) {
      Gauge.builder(
              "palisade.watch.silence",
              () -> silence.get().getOrDefault(resource, Duration.ZERO).toMillis() / 1000.0)
          .description(
              "Since the last byte on a watch of this resource; a bookmark comes each minute.")
          .baseUnit("seconds")
          .tag("resource", resource)
          .register(registry);
    }
  }

  public void fleet(List<Node> seen) {
    lastFleet = List.copyOf(seen);
  }

  /** To be told of each status that was written. */
  public void written(SecurityPolicyStatus before, SecurityPolicyStatus after, Instant now) {
    RolloutEnd.between(before, after, now)
        .ifPresent(end -> rollouts(end.outcome()).record(end.duration()));
  }

  /**
   * Counts a run over all artefacts of a revision.
   *
   * @param outcome {@code Compiled}, or the reason of condition Compiled
   */
  public void compiled(String outcome, Duration duration) {
    Timer.builder("palisade.compile.duration")
        .description("Runs of the parser over all artefacts of a revision.")
        .tag("outcome", outcome)
        .serviceLevelObjectives(COMPILE)
        .register(registry)
        .record(duration);
  }

  /** A step that was done, or has failed. */
  public void step(String step, boolean done) {
    Counter.builder("palisade.steps")
        .description("Writes to the cluster that a plan asked for.")
        .tag("step", step)
        .tag("outcome", done ? "done" : "failed")
        .register(registry)
        .increment();
  }

  public void probed(Probe answer) {
    Counter.builder("palisade.dry.runs")
        .description("Dry runs of an apply and of a pod made from its result.")
        .tag(
            "answer",
            switch (answer) {
              case Probe.Accepted() -> "accepted";
              case Probe.Conflict ignored -> "conflict";
              case Probe.Refused ignored -> "refused";
              case Probe.Unanswered ignored -> "unanswered";
            })
        .register(registry)
        .increment();
  }

  /** In Prometheus' text format 0.0.4. */
  public String scrape() {
    boolean show = leading;
    rows(
        policies,
        List.of("type", "status", "reason"),
        show ? Census.policies(knownPolicies.get()) : Map.of());
    rows(nodes, List.of("state"), show ? Census.nodes(lastFleet) : Map.of());
    return registry.scrape();
  }

  private static void rows(MultiGauge gauge, List<String> names, Map<Census.Series, Long> counts) {
    gauge.register(
        counts.entrySet().stream()
            .<MultiGauge.Row<?>>map(e -> MultiGauge.Row.of(tags(names, e.getKey()), e.getValue()))
            .toList(),
        true);
  }

  private static Tags tags(List<String> names, Census.Series series) {
    Tags tags = Tags.empty();
    for (int i = 0; i < names.size(); i++) {
      tags = tags.and(names.get(i), series.values().get(i));
    }
    return tags;
  }
}
