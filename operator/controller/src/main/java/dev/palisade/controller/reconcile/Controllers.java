package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Limits;
import dev.palisade.controller.Settings;
import dev.palisade.controller.compile.ParserRevisions;
import dev.palisade.controller.effect.EventWriter;
import dev.palisade.controller.effect.LeavesWriter;
import dev.palisade.controller.effect.NodeLabels;
import dev.palisade.controller.effect.PolicyFinalizer;
import dev.palisade.controller.effect.ProfileWriter;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.controller.gather.LiveReads;
import dev.palisade.controller.metrics.OperatorMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;

/** Puts the parts together. */
public final class Controllers {
  /** A node reports often; passes of one policy come no faster than this. */
  private static final LinearRateLimiter LIMIT = new LinearRateLimiter(Duration.ofSeconds(1), 5);

  private static final int FIRST_RETRY_MILLIS = 500;
  private static final int MAX_RETRY_MILLIS = 30_000;

  private Controllers() {}

  public static void register(
      Operator operator, KubernetesClient client, Settings settings, OperatorMetrics metrics) {
    LeavesWriter leaves = new LeavesWriter(client);
    ProfileWriter profiles = new ProfileWriter(client);
    StatusWriter statuses = new StatusWriter(client);
    LiveReads reads = new LiveReads(client, settings.namespace());
    PolicyPass pass =
        new PolicyPass(
            client,
            reads,
            new ParserRevisions(
                new BlobCompiler(settings.parser(), Limits.DEFAULT), profiles, metrics),
            leaves,
            metrics);
    operator.register(
        new PolicyReconciler(
            client,
            pass,
            new StepRunner(leaves, profiles, new NodeLabels(client), statuses, metrics),
            statuses,
            new PolicyFinalizer(client),
            new EventWriter(client),
            metrics,
            settings.clock()),
        (ControllerConfigurationOverrider<SecurityPolicy> c) ->
            configure(c, settings)
                .withTriggerReconcilerOnAllEvents(true)
                .withGenerationAware(false)
                .withOnUpdateFilter(PolicyEvents::isNews));
    operator.register(
        new CommandReconciler(client, leaves, statuses, settings.clock()),
        (ControllerConfigurationOverrider<RolloutCommand> c) -> configure(c, settings));
    operator.register(
        new ClusterPolicyReconciler(client, statuses, settings.watch(), settings.clock()),
        (ControllerConfigurationOverrider<ClusterSecurityPolicy> c) ->
            paced(c, settings).watchingAllNamespaces());
    operator.register(
        new BaseReconciler(client, statuses, settings.watch(), settings.clock()),
        (ControllerConfigurationOverrider<SecurityBase> c) ->
            paced(c, settings).watchingAllNamespaces());
    operator.register(
        new OrphanReconciler(client, reads, profiles, settings.watch(), settings.resync()),
        (ControllerConfigurationOverrider<SecurityProfile> c) ->
            paced(c, settings).watchingAllNamespaces());
  }

  private static <R extends HasMetadata> ControllerConfigurationOverrider<R> configure(
      ControllerConfigurationOverrider<R> c, Settings settings) {
    ControllerConfigurationOverrider<R> out = paced(c, settings);
    return settings.watch().isEmpty()
        ? out.watchingAllNamespaces()
        : out.settingNamespaces(settings.watch());
  }

  private static <R extends HasMetadata> ControllerConfigurationOverrider<R> paced(
      ControllerConfigurationOverrider<R> c, Settings settings) {
    GenericRetry retry =
        new GenericRetry()
            .setInitialInterval(FIRST_RETRY_MILLIS)
            .setIntervalMultiplier(2)
            .setMaxInterval(MAX_RETRY_MILLIS)
            .withoutMaxAttempts();
    return c.withRateLimiter(LIMIT)
        .withRetry(retry)
        .withReconciliationMaxInterval(settings.resync());
  }
}
