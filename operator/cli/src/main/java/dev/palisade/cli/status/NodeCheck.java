package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.ProfileState;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.ContainerArtefact;
import dev.palisade.observe.RevisionFacts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether each node holds a revision, by a report that counts (0001: boot ID and Ready helper). */
final class NodeCheck {
  private NodeCheck() {}

  static List<NodeLine> lines(SecurityProfile revision, ClusterView view) {
    Map<String, NodeSecurityState> reports =
        view.reports().stream()
            .collect(Collectors.toMap(r -> r.getMetadata().getName(), Function.identity()));
    return view.nodes().stream()
        .sorted(Comparator.comparing(n -> n.getMetadata().getName()))
        .map(n -> line(n, reports.get(n.getMetadata().getName()), revision, view.helpers()))
        .toList();
  }

  private static NodeLine line(
      Node node, NodeSecurityState report, SecurityProfile revision, Optional<List<Pod>> helpers) {
    String name = node.getMetadata().getName();
    if (report == null || report.getStatus() == null) {
      return NodeLine.unknown(name, "no helper has reported from it");
    }
    NodeSecurityStatus status = report.getStatus();
    if (!node.getStatus().getNodeInfo().getBootID().equals(status.bootID)) {
      return NodeLine.unknown(name, "its report is of an earlier boot");
    }
    if (helpers.isPresent() && helpers.get().stream().noneMatch(p -> wrote(p, status))) {
      return NodeLine.unknown(name, "the helper that reported is not Ready or no longer there");
    }
    Optional<String> incapable = appArmor(status);
    if (incapable.isEmpty() && RevisionFacts.hasDevices(revision)) {
      incapable = devices(status);
    }
    if (incapable.isPresent()) {
      return new NodeLine(name, false, false, incapable.get());
    }
    Optional<String> fault =
        revision.getSpec().containers.stream().flatMap(a -> faults(a, status)).findFirst();
    return new NodeLine(name, true, fault.isEmpty(), fault.orElse(null));
  }

  private static boolean wrote(Pod helper, NodeSecurityStatus status) {
    return status.helper != null
        && helper.getMetadata().getUid().equals(status.helper.podUID)
        && helper.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** Why the node does not enforce AppArmor; empty: it does. */
  private static Optional<String> appArmor(NodeSecurityStatus status) {
    return status.appArmor == null
        ? unknown()
        : why(status.appArmor.capable, status.appArmor.reason, status.appArmor.message);
  }

  /** Why the node cannot hold rules about devices; empty: it can. */
  private static Optional<String> devices(NodeSecurityStatus status) {
    return (status.devices == null
            ? Optional.of("its helper is of a version that knows none")
            : why(status.devices.capable, status.devices.reason, status.devices.message))
        .map(why -> "rules about devices: " + why);
  }

  private static Optional<String> why(Boolean capable, Enum<?> reason, String message) {
    if (Boolean.TRUE.equals(capable)) {
      return Optional.empty();
    }
    return reason == null
        ? unknown()
        : Optional.of(reason + (message == null || message.isEmpty() ? "" : ": " + message));
  }

  private static Optional<String> unknown() {
    return Optional.of("its helper does not know yet");
  }

  private static Stream<String> faults(ContainerArtefact artefact, NodeSecurityStatus status) {
    Optional<String> profile =
        fault(
            artefact.profileName,
            Arrays.asList(artefact.blobSha256, artefact.blobSha1),
            status.profiles,
            "loaded");
    Optional<String> filter =
        Optional.ofNullable(artefact.seccompProfile)
            .flatMap(f ->
                fault(f.localhostProfile, List.of(f.sha256), status.seccompProfiles, "written"));
    return Stream.concat(profile.stream(), filter.stream());
  }

  /**
   * What is wrong with one profile or filter.
   *
   * @param hashes one of which it should have; null: this one is not known
   * @param reported null: none
   */
  private static Optional<String> fault(
      String name, List<String> hashes, List<NodeSecurityStatus.Profile> reported, String done) {
    Optional<NodeSecurityStatus.Profile> held =
        Optional.ofNullable(reported).orElse(List.of()).stream()
            .filter(p -> name.equals(p.name))
            .findFirst();
    if (held.isEmpty()) {
      return Optional.of(name + " is not " + done);
    }
    var profile = held.get();
    if (profile.state != ProfileState.Loaded) {
      return Optional.of(
          name + " is " + profile.state + (profile.message == null ? "" : ": " + profile.message));
    }
    return profile.sha256 != null && hashes.contains(profile.sha256)
        ? Optional.empty()
        : Optional.of(name + " has another hash");
  }
}
