package dev.palisade.compile;

import dev.palisade.api.v1alpha1.CapabilityRules;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.NamedContainerRules;
import dev.palisade.api.v1alpha1.RuleLists;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.policy.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** API objects as the policy module takes them. */
final class Drafts {
  private static final ContainerRules MISSING = new ContainerRules();

  private Drafts() {}

  static Draft of(SecurityPolicy policy) {
    SecurityPolicySpec spec = policy.getSpec();
    var containers = new ArrayList<Draft.Container>();
    for (NamedContainerRules rules : orEmpty(spec.containers)) {
      containers.add(container(text(rules.name), rules));
    }
    return new Draft(
        text(policy.getMetadata().getNamespace()),
        text(policy.getMetadata().getName()),
        text(spec.mode),
        container(
            Draft.Container.DEFAULT, Objects.requireNonNullElse(spec.defaultContainer, MISSING)),
        containers,
        DraftRules.devices(orEmpty(spec.devices)));
  }

  /** Rules of the cluster: they have no base. */
  static Draft.Container of(ClusterSecurityPolicy policy) {
    return lists(text(policy.getMetadata().getName()), "", policy.getSpec());
  }

  private static Draft.Container container(String name, ContainerRules rules) {
    return lists(name, text(rules.base), rules);
  }

  private static Draft.Container lists(String name, String base, RuleLists rules) {
    return new Draft.Container(
        name,
        base,
        orEmpty(rules.presets).stream().map(Drafts::text).toList(),
        DraftRules.of(rules),
        Optional.ofNullable(rules.capabilities).map(Drafts::capabilities),
        text(rules.secretMounts));
  }

  private static Draft.Capabilities capabilities(CapabilityRules rules) {
    return new Draft.Capabilities(
        orEmpty(rules.drop).stream().map(Drafts::text).toList(),
        orEmpty(rules.add).stream().map(Drafts::text).toList());
  }

  static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
