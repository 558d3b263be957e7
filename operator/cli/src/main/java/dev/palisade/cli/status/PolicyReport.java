package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.ContainerArtefact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * All that {@code status NAME} says about one policy.
 *
 * @param generation of the spec
 * @param deletionTimestamp null if it stays
 * @param seen whether the status is about this generation
 * @param status as the operator wrote it; null before it has
 * @param audited uses that a rule with action Audit asks about: allowed, no denials
 * @param nodes empty as long as there is no update revision
 * @param notes what the reader must know to read the rest rightly
 */
record PolicyReport(
    String namespace,
    String name,
    String mode,
    Long generation,
    String deletionTimestamp,
    boolean seen,
    SecurityPolicyStatus status,
    List<NodeLine> nodes,
    List<DenialLine> denials,
    List<DenialLine> audited,
    List<String> notes,
    List<WayOut> whatToDo) {

  static PolicyReport of(SecurityPolicy policy, ClusterView view) {
    List<SecurityProfile> own = view.revisions().stream().filter(r -> belongs(r, policy)).toList();
    Seen seen = Seen.of(policy);
    Optional<String> update = seen.updateRevision();
    Optional<SecurityProfile> revision =
        own.stream().filter(r -> update.equals(Optional.of(r.getMetadata().getName()))).findFirst();
    Set<String> profiles =
        own.stream()
            .flatMap(r -> r.getSpec().containers.stream())
            .map((ContainerArtefact a) -> a.profileName)
            .collect(Collectors.toSet());
    Map<Boolean, List<DenialLine>> records =
        DenialLine.of(profiles, view.reports()).stream()
            .collect(Collectors.partitioningBy(r -> r.kind() == DenialKind.Audited));
    return new PolicyReport(
        policy.getMetadata().getNamespace(),
        policy.getMetadata().getName(),
        policy.getSpec().mode.name(),
        policy.getMetadata().getGeneration(),
        policy.getMetadata().getDeletionTimestamp(),
        seen.current(),
        policy.getStatus(),
        revision.map(r -> NodeCheck.lines(r, view)).orElse(List.of()),
        records.get(false),
        records.get(true),
        notes(own, view),
        WaysOut.of(policy, seen));
  }

  Seen whatIsSeen() {
    return new Seen(Optional.ofNullable(status), seen);
  }

  private static boolean belongs(SecurityProfile revision, SecurityPolicy policy) {
    var of = revision.getSpec().policy;
    return policy.getMetadata().getNamespace().equals(of.namespace)
        && policy.getMetadata().getName().equals(of.name);
  }

  private static List<String> notes(List<SecurityProfile> own, ClusterView view) {
    List<String> notes = new ArrayList<>(view.unread());
    Set<String> revisions =
        own.stream().map(r -> r.getMetadata().getName()).collect(Collectors.toSet());
    notes.addAll(PodNotes.of(revisions, view.reports()).lines());
    long omitted = sum(view.reports(), d -> or0(d.omitted));
    long lost = sum(view.reports(), d -> or0(d.lost));
    if (omitted > 0) {
      notes.add("%d more denials, of all policies, are counted but not listed.".formatted(omitted));
    }
    if (lost > 0) {
      notes.add(
          "%d audit records, of all policies, were dropped by the kernel: there may be more denials."
              .formatted(lost));
    }
    notes.addAll(uncounted(view.reports()));
    return notes;
  }

  /** Of nodes that enforce; what others do not count is none. */
  private static List<String> uncounted(List<NodeSecurityState> reports) {
    Map<String, List<String>> nodes = new TreeMap<>();
    for (NodeSecurityState report : reports) {
      NodeSecurityStatus status = report.getStatus();
      if (status != null
          && status.appArmor != null
          && Boolean.TRUE.equals(status.appArmor.capable)
          && status.denials != null
          && status.denials.unavailable != null) {
        nodes
            .computeIfAbsent(status.denials.unavailable, k -> new ArrayList<>())
            .add(report.getMetadata().getName());
      }
    }
    return nodes.entrySet().stream()
        .map(e ->
            "Denials are not counted on %s: %s."
                .formatted(String.join(", ", e.getValue()), e.getKey()))
        .toList();
  }

  private static long sum(
      List<NodeSecurityState> reports, ToLongFunction<NodeSecurityStatus.Denials> part) {
    return reports.stream()
        .flatMap(r -> Optional.ofNullable(r.getStatus()).map(s -> s.denials).stream())
        .mapToLong(part)
        .sum();
  }

  private static long or0(Long count) {
    return Optional.ofNullable(count).orElse(0L);
  }
}
