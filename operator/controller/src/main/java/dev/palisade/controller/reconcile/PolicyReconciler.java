package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.DeletionPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.controller.effect.EventWriter;
import dev.palisade.controller.effect.PolicyFinalizer;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.controller.metrics.OperatorMetrics;
import dev.palisade.controller.status.StatusComposer;
import dev.palisade.controller.status.StatusDifference;
import dev.palisade.rollout.Plan;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One pass: read live, plan, write the status if it differs, do the steps. Nothing is kept between
 * passes but a note of when cosmetic differences were first seen.
 */
public final class PolicyReconciler implements Reconciler<SecurityPolicy> {
  /** So often counts and words are brought up to date while nothing else changes. */
  private static final Duration COSMETIC = Duration.ofSeconds(5);

  private static final Duration AGAIN = Duration.ofMillis(200);

  /** So far back an earlier process's turns are told, if it could not: longer than any restart. */
  private static final Duration UNTOLD = Duration.ofMinutes(10);

  private final KubernetesClient client;
  private final PolicyPass pass;
  private final StepRunner steps;
  private final StatusWriter statuses;
  private final PolicyFinalizer finalizer;
  private final EventWriter events;
  private final OperatorMetrics metrics;
  private final Clock clock;
  private final MadeAnew madeAnew;
  private final Map<String, Instant> cosmeticSince = new ConcurrentHashMap<>();
  private final Set<String> met = ConcurrentHashMap.newKeySet();

  PolicyReconciler(
      KubernetesClient client,
      PolicyPass pass,
      StepRunner steps,
      StatusWriter statuses,
      PolicyFinalizer finalizer,
      EventWriter events,
      OperatorMetrics metrics,
      Clock clock) {
    this.client = client;
    this.pass = pass;
    this.steps = steps;
    this.statuses = statuses;
    this.finalizer = finalizer;
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
    this.madeAnew = new MadeAnew(client);
  }

  @Override
  public List<EventSource<?, SecurityPolicy>> prepareEventSources(
      EventSourceContext<SecurityPolicy> context) {
    metrics.countPolicies(() -> context.getPrimaryCache().list());
    return Stream.concat(PolicyEvents.sources(context).stream(), Stream.of(madeAnew)).toList();
  }

  @Override
  public UpdateControl<SecurityPolicy> reconcile(
      SecurityPolicy cached, Context<SecurityPolicy> context) throws InterruptedException {
    if (context.isPrimaryResourceDeleted()) {
      cosmeticSince.remove(cached.getMetadata().getUid());
      met.remove(cached.getMetadata().getUid());
      madeAnew.lookFor(cached);
      return UpdateControl.noUpdate();
    }
    // Live: a plan from a stale status would count and time from what is no longer so.
    SecurityPolicy policy = client.resource(cached).get();
    if (policy == null) {
      return UpdateControl.noUpdate();
    }
    try {
      return look(policy);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return UpdateControl.<SecurityPolicy>noUpdate().rescheduleAfter(AGAIN);
      }
      throw e;
    }
  }

  private UpdateControl<SecurityPolicy> look(SecurityPolicy read) throws InterruptedException {
    boolean deleting = read.getMetadata().getDeletionTimestamp() != null;
    boolean release = read.getSpec().deletionPolicy == DeletionPolicy.Release;
    boolean marked = PolicyFinalizer.on(read);
    if (deleting && (!marked || !release)) {
      if (marked) {
        finalizer.remove(read);
      }
      return UpdateControl.noUpdate();
    }
    SecurityPolicy policy = read;
    if (release && !marked) {
      policy = finalizer.add(read);
    } else if (!release && marked) {
      policy = finalizer.remove(read);
    }
    PolicyPass.Result result = pass.plan(policy, clock);
    Instant now = result.now();
    Plan plan = result.plan();
    SecurityPolicyStatus before = policy.getStatus();
    if (met.add(policy.getMetadata().getUid())) {
      StatusComposer.turnedSince(before, now.minus(UNTOLD))
          .forEach(c -> events.turned(read, c, Instant.parse(c.getLastTransitionTime())));
    }
    SecurityPolicyStatus after =
        StatusComposer.of(plan, before, result.policy().progressDeadline(), now);
    after.clusterPolicies = orNull(result.clusterPolicies());
    after.bases = orNull(result.bases());
    boolean later = write(policy, before, after, now);
    steps.runAll(plan.steps(), result.policy(), result.surroundings());
    if (deleting && released(result)) {
      finalizer.remove(policy);
      return UpdateControl.noUpdate();
    }
    UpdateControl<SecurityPolicy> done = UpdateControl.noUpdate();
    if (plan.recheck().isPresent()) {
      return done.rescheduleAfter(plan.recheck().get());
    }
    return later ? done.rescheduleAfter(COSMETIC) : done;
  }

  private static <T> List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  /** Returns whether something is still to be written later. */
  private boolean write(
      SecurityPolicy policy, SecurityPolicyStatus before, SecurityPolicyStatus after, Instant now) {
    String uid = policy.getMetadata().getUid();
    switch (StatusDifference.between(before, after)) {
      case NONE -> {
        cosmeticSince.remove(uid);
        return false;
      }
      case COSMETIC -> {
        Instant since = cosmeticSince.computeIfAbsent(uid, k -> now);
        if (now.isBefore(since.plus(COSMETIC))) {
          return true;
        }
      }
      case REAL -> {
        // Written at once.
      }
    }
    cosmeticSince.remove(uid);
    policy.setStatus(null);
    SecurityPolicy written = statuses.write(policy, after);
    policy.setMetadata(written.getMetadata());
    metrics.written(before, after, now);
    StatusComposer.turned(before, after).forEach(c -> events.turned(policy, c, now));
    return false;
  }

  private static boolean released(PolicyPass.Result result) {
    return result.plan().steps().isEmpty()
        && (result.policy().namespaceTerminating() || result.plan().memory().workloads().isEmpty());
  }
}
