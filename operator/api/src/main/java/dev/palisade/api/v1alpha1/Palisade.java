package dev.palisade.api.v1alpha1;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** The API group's kinds and its own names: labels, annotations, finalizer and field manager. */
public final class Palisade {
  public static final String GROUP = "palisade.dev";
  public static final String VERSION = "v1alpha1";
  public static final String CATEGORY = "palisade";

  /** Field manager of everything the operator applies to workloads. */
  public static final String FIELD_MANAGER = "palisade";

  /** Annotation on pod templates and pods: the name of the {@link SecurityProfile}. */
  public static final String REVISION = GROUP + "/revision";

  /** Label on a {@link SecurityProfile}: {@link #LOAD_ALL} or {@link #LOAD_ON_DEMAND}. */
  public static final String LOAD = GROUP + "/load";

  /** Every capable node loads and keeps the revision: it is being gated, rolled, or is stable. */
  public static final String LOAD_ALL = "All";

  /** A node loads the revision only while a pod bound to it names it. */
  public static final String LOAD_ON_DEMAND = "OnDemand";

  /**
   * Labels on cluster-scoped artefacts: whose they are (an owner reference may not cross into a
   * namespace).
   */
  public static final String POLICY_UID = GROUP + "/policy-uid";

  public static final String POLICY_NAMESPACE = GROUP + "/policy-namespace";
  public static final String POLICY_NAME = GROUP + "/policy-name";

  /**
   * Label on a {@link SecurityProfile}: 52 base32 characters by which an existing revision is found
   * again.
   */
  public static final String SOURCE_HASH = GROUP + "/source-hash";

  /** Node label: lasting incapability. Only the operator sets it. */
  public static final String AVOID = GROUP + "/avoid";

  /** The same for rules about devices. */
  public static final String AVOID_DEVICES = GROUP + "/avoid-devices";

  /** Workload annotation, {@code "true"}: the owner accepts that no pod is left while rolling. */
  public static final String ALLOW_DOWNTIME = GROUP + "/allow-downtime";

  /** Namespace label, {@code "true"}: policies there may be wider than the runtime's default. */
  public static final String ALLOW_WIDER = GROUP + "/allow-wider";

  /** Finalizer of a policy with {@code deletionPolicy: Release}. */
  public static final String RELEASE_FINALIZER = GROUP + "/release";

  /** Every kind of the group. */
  public static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          SecurityPolicy.class,
          ClusterSecurityPolicy.class,
          SecurityBase.class,
          SecurityProfile.class,
          SecurityProfileBlob.class,
          NodeSecurityState.class,
          RolloutCommand.class);

  private Palisade() {}
}
