package dev.palisade.rollout;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records with plain values, for tests to change where they care. */
final class Sample {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final String HASH = "ab".repeat(32);

  private Sample() {}

  static Revision revision(String hash) {
    String name = "shop.web." + hash;
    return new Revision(
        name,
        true,
        List.of(
            artefact("_default", "palisade.shop.web._default." + hash, CapabilitySet.NONE),
            artefact("app", "palisade.shop.web.app." + hash, CapabilitySet.NONE)),
        false,
        T0,
        true);
  }

  /** Without a filter. */
  static Artefact artefact(String container, String profile, CapabilitySet capabilities) {
    return artefact(container, profile, capabilities, capabilities);
  }

  /** The same, where others than the policy's rules about capabilities take some away. */
  static Artefact artefact(
      String container, String profile, CapabilitySet capabilities, CapabilitySet effective) {
    return new Artefact(
        container, profile, HASH, "", capabilities, Optional.empty(), List.of(), effective);
  }

  static Node.Report report(String node, boolean capable) {
    return new Node.Report(
        "boot-" + node,
        "helper-" + node,
        new Ability(capable, capable ? "Capable" : "KernelWithoutAppArmor", "", T0),
        Devices.OFF,
        Map.of(),
        Map.of(),
        List.of());
  }

  static Node with(Node n, Optional<Node.Report> report) {
    return with(n, n.labels(), n.bootId(), n.helper(), report);
  }

  /** A node with other values of what tests change. */
  static Node with(
      Node n,
      Map<String, String> labels,
      String bootId,
      Optional<Node.HelperPod> helper,
      Optional<Node.Report> report) {
    return new Node(
        n.name(),
        n.ready(),
        n.unschedulable(),
        n.readySince(),
        labels,
        n.taints(),
        bootId,
        helper,
        report);
  }

  static Node.Report profiles(Node.Report r, Map<String, Node.Loaded> profiles) {
    return loaded(r, profiles, r.seccompProfiles());
  }

  static Node.Report filters(Node.Report r, Map<String, Node.Loaded> filters) {
    return loaded(r, r.profiles(), filters);
  }

  private static Node.Report loaded(
      Node.Report r, Map<String, Node.Loaded> profiles, Map<String, Node.Loaded> filters) {
    return new Node.Report(
        r.bootId(), r.helperPodUid(), r.appArmor(), r.devices(), profiles, filters, r.denials());
  }

  static Container container(String name) {
    return new Container(
        name,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        CapabilitySet.NONE,
        Set.of(),
        Launch.PLAIN);
  }

  static Template template() {
    return new Template(
        Map.of("app", "web"),
        "",
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Placement.ANYWHERE,
        List.of(container("app"), container("log")),
        "others");
  }

  static Pod pod(String workload, int i, String revision) {
    return new Pod(
        workload + "-" + revision + "-" + i,
        workload + "-" + i,
        "uid-" + workload,
        "n1",
        revision,
        Pod.Phase.RUNNING,
        true,
        false,
        "",
        Optional.empty(),
        List.of(),
        revision.isEmpty() ? Optional.empty() : Optional.of(new Pod.Verdict("Enforced", "")));
  }

  static Node labelled(Node n, Need need, boolean present) {
    Map<String, String> labels = new HashMap<>(n.labels());
    labels.remove(need.label());
    if (present) {
      labels.put(need.label(), "true");
    }
    return with(n, labels, n.bootId(), n.helper(), n.report());
  }
}
