package dev.palisade.controller.installation;

import java.util.Set;

/**
 * The operator's Deployment and pods.
 *
 * @param wanted replicas
 * @param updated replicas of the present template; 0 while its change has not been seen
 * @param available replicas
 * @param ready names of its Ready pods
 * @param holder of the Lease, {@code POD_anything}; empty if nobody holds it
 */
record Operators(int wanted, int updated, int available, Set<String> ready, String holder) {
  Operators {
    ready = Set.copyOf(ready);
  }

  boolean rolled() {
    return updated >= wanted && available >= wanted;
  }

  /** A pod's clock is not the API server's, so it is not asked whether the Lease has run out. */
  boolean led() {
    return ready.stream().anyMatch(pod -> holder.startsWith(pod + "_"));
  }
}
