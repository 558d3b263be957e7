package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Status of a {@link SecurityPolicy}. Times are RFC 3339, UTC. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecurityPolicyStatus {
  @JsonPropertyDescription("The generation of the spec that this status is about.")
  public Long observedGeneration;

  @JsonPropertyDescription("The SecurityProfile of the current spec.")
  public String updateRevision;

  @JsonPropertyDescription(
      "The last SecurityProfile that every matching workload was verified with.")
  public String stableRevision;

  @JsonPropertyDescription(
      "Revisions that were taken back, at most 10; not rolled again until spec changes or a Retry.")
  public List<FailedRevision> failedRevisions;

  @JsonPropertyDescription(
      "The ClusterSecurityPolicies that are merged into the current spec, by name.")
  public List<Merged> clusterPolicies;

  @JsonPropertyDescription(
      "The SecurityBases that the current spec is compiled with, by name. One of an earlier generation waits for its turn.")
  public List<Merged> bases;

  @JsonPropertyDescription("The rollout in progress.")
  public Rollout rollout;

  @JsonPropertyDescription("How many workloads match, and of these how many are where.")
  public WorkloadCounts workloadCounts;

  @JsonPropertyDescription("How many pods of these workloads there are, those that end left out.")
  public PodCounts podCounts;

  @JsonPropertyDescription("Workloads in flight or with a problem.")
  public List<WorkloadStatus> workloads;

  @JsonPropertyDescription("Compiled, Loaded, Progressing, Ready, Degraded.")
  public List<Condition> conditions;

  /** A revision that was taken back, and why. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class FailedRevision {
    @Required public String revision;
    public String reason;
    public String message;
    public String time;
  }

  /** An object of the cluster as it was merged. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Merged {
    @Required public String name;

    @JsonPropertyDescription("Of the object: one made anew under its name is another.")
    public String uid;

    @JsonPropertyDescription("Of its spec.")
    public Long generation;
  }

  /** Clock of the rollout in progress. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Rollout {
    public String startedAt;
    public String deadlineAt;
  }

  /** Numbers of workloads. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class WorkloadCounts {
    public Integer matching;

    @JsonPropertyDescription("Their template names the update revision.")
    public Integer updated;

    @JsonPropertyDescription("Every process of every pod was seen under the update revision.")
    public Integer verified;

    @JsonPropertyDescription("They cannot be assigned, or are left alone.")
    public Integer blocked;
  }

  /** Numbers of pods. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class PodCounts {
    @JsonPropertyDescription("They name a revision of this policy.")
    public Integer governed;

    @JsonPropertyDescription("Every process was seen under its profile.")
    public Integer enforced;

    @JsonPropertyDescription("They run without a profile of this policy that they should have.")
    public Integer unenforced;
  }

  /** One workload in flight or with a problem. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class WorkloadStatus {
    @Required public String uid;
    public String kind;
    public String name;
    public String revision;

    @JsonPropertyDescription("What the template named before, and what it goes back to.")
    public String previousRevision;

    public String startedAt;

    @JsonPropertyDescription("When the deadline ends; absent while it does not run.")
    public String deadlineAt;

    @JsonPropertyDescription("Since when the deadline does not run: paused, unschedulable, quota.")
    public String stoppedAt;

    @JsonPropertyDescription("The deadline has started again because someone changed the template.")
    public Boolean deadlineRestarted;

    @JsonPropertyDescription(
        "The workload's generation when the apply was decided; until it moves the apply has not happened.")
    public Long observedGeneration;

    @JsonPropertyDescription("Hash of what others wrote in the template when the deadline started.")
    public String templateHash;

    @JsonPropertyDescription("How often someone has undone the revision.")
    public Integer reverts;

    public String reason;
    public String message;
  }
}
