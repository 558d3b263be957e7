package dev.palisade.rollout;

import java.util.List;
import java.util.Map;

/**
 * Everything a plan is made from, read live.
 *
 * @param revisions all SecurityProfiles of the policy
 * @param workloads those that the policy's selector matches, and those that carry its revisions
 * @param pods of the namespace that belong to these workloads
 * @param probes answers to {@link Plan#probes()} of an earlier round of the same pass
 * @param inUse revisions that some object of the cluster names; asked for only when needed
 */
public record Snapshot(
    Policy policy,
    Memory memory,
    List<Revision> revisions,
    List<Workload> workloads,
    List<Node> nodes,
    List<Pod> pods,
    List<Command> commands,
    Map<Probe.Key, Probe> probes,
    java.util.Optional<java.util.Set<String>> inUse) {
  public Snapshot {
    revisions = List.copyOf(revisions);
    workloads = List.copyOf(workloads);
    nodes = List.copyOf(nodes);
    pods = List.copyOf(pods);
    commands = List.copyOf(commands);
    probes = Map.copyOf(probes);
  }

  List<Pod> podsOf(Workload w) {
    return pods.stream().filter(p -> p.workload().equals(w.uid())).toList();
  }

  java.util.Optional<Revision> revision(String name) {
    return revisions.stream().filter(r -> r.name().equals(name)).findFirst();
  }

  java.util.Optional<Node> node(String name) {
    return nodes.stream().filter(n -> n.name().equals(name)).findFirst();
  }
}
