package dev.palisade.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A workload with a pod template.
 *
 * @param matches the policy's podSelector matches the template's labels
 * @param rivals other policies of the namespace, not being deleted, that match it too
 * @param allPodsMayGo its strategy may take all old pods away before a new one is there
 * @param creationFailure why its controller cannot create pods (quota, webhook)
 * @param history what its controller still keeps, newest first
 * @param lastManager who last wrote the template, if it was not us
 */
public record Workload(
    String uid,
    String namespace,
    String kind,
    String name,
    long generation,
    Replicas replicas,
    boolean paused,
    boolean allPodsMayGo,
    boolean allowDowntime,
    Optional<String> creationFailure,
    Instant createdAt,
    Template template,
    boolean matches,
    List<String> rivals,
    List<Past> history,
    Optional<String> lastManager) {
  public Workload {
    rivals = List.copyOf(rivals);
    history = List.copyOf(history);
  }

  /** Counts of a Deployment; {@code observed} is status.observedGeneration. */
  public record Replicas(long observed, int wanted, int total, int updated, int available) {}

  /**
   * A ReplicaSet of it.
   *
   * @param revision the revision its template names
   * @param profiled its pod level names a profile of ours
   * @param containers those of its containers that name a profile or filter of ours of their own
   */
  public record Past(String revision, boolean profiled, List<String> containers) {
    public Past {
      containers = List.copyOf(containers);
    }
  }

  /** Its controller has seen the newest template and replaced every pod. */
  public boolean settled() {
    return replicas.observed() >= generation
        && replicas.updated() >= replicas.wanted()
        && replicas.total() == replicas.updated()
        && replicas.available() >= replicas.wanted();
  }

  public String id() {
    return namespace + "/" + kind + "/" + name;
  }
}
