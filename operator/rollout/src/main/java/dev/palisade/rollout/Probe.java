package dev.palisade.rollout;

import java.util.List;

/** What the API server says to a dry run of an apply, and of a pod made from its result. */
public sealed interface Probe {
  record Accepted() implements Probe {}

  /** Server-side apply answered 409. */
  record Conflict(List<Field> fields) implements Probe {
    public Conflict {
      fields = List.copyOf(fields);
    }
  }

  /** The apply (422 and others) or the pod was refused, in the API server's words. */
  record Refused(String message) implements Probe {}

  /**
   * The API server, or a webhook that it asks, is in trouble: nothing is said about the workload,
   * and others need not wait for it.
   */
  record Unanswered(String message) implements Probe {}

  record Field(String manager, String path) {}

  /** Which apply was tried: {@code revision} is empty for giving back. */
  record Key(String workload, String revision) {}
}
