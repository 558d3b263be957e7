package dev.palisade.node.model;

import dev.palisade.node.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A SecurityProfile.
 *
 * @param namespace of the policy; only pods of this namespace may use the revision
 * @param always label {@code palisade.dev/load=All}: loaded and kept on every capable node
 * @param mode {@code Enforce} or {@code Complain}
 * @param bases of teams that its containers are on, as they stand in the object
 * @param cluster what ClusterSecurityPolicies added to each of its profiles, as it stands in the
 *     object
 * @param devices held at the cgroup of each of its pods, the policy's own and the cluster's
 */
public record Revision(
    String name,
    String namespace,
    boolean always,
    String mode,
    List<Artefact> artefacts,
    List<Json> bases,
    List<Json> cluster,
    Devices devices) {

  public Revision {
    bases = List.copyOf(bases);
    cluster = List.copyOf(cluster);
    artefacts = List.copyOf(artefacts);
  }

  public static Revision of(Json object) {
    return new Revision(
        object.text("metadata", "name"),
        object.text("spec", "policy", "namespace"),
        object.text("metadata", "labels", "palisade.dev/load").equals("All"),
        object.text("spec", "mode"),
        object.items("spec", "containers").stream().map(Artefact::of).toList(),
        object.items("spec", "bases"),
        object.items("spec", "clusterPolicies"),
        Devices.of(deviceRules(object)));
  }

  /** The policy's own, and those of the cluster that were merged into it. */
  private static List<Json> deviceRules(Json object) {
    return Stream.concat(
            object.items("spec", "devices").stream(),
            object.items("spec", "clusterPolicies").stream()
                .flatMap(c -> c.items("devices").stream()))
        .toList();
  }

  /** The container's own, or the pod level's where it has none. */
  public Optional<Artefact> artefact(String container) {
    return named(container).or(() -> named(Artefact.DEFAULT));
  }

  private Optional<Artefact> named(String container) {
    return artefacts.stream().filter(a -> a.container().equals(container)).findFirst();
  }

  public Stream<Filter> filters() {
    return artefacts.stream().flatMap(a -> a.filter().stream());
  }

  /** A profile or filter of this name is of it. */
  public boolean holds(String name) {
    return artefacts.stream().anyMatch(a -> a.profile().equals(name))
        || filters().anyMatch(f -> f.name().equals(name));
  }
}
