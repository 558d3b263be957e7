package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From a revision and a template to the leaves to write (DESIGN 3b, "Container mapping"). */
public final class Assignment {
  private Assignment() {}

  /**
   * What an apply of the revision would write.
   *
   * @param avoid the policy says {@code unsupportedNodes: Avoid}
   */
  public static Leaves of(Revision revision, Template template, boolean avoid) {
    Map<String, String> profiles = new TreeMap<>();
    Map<String, CapabilitySet> capabilities = new TreeMap<>();
    for (Artefact artefact : revision.artefacts()) {
      template
          .container(artefact.container())
          .ifPresent(c -> {
            profiles.put(c.name(), artefact.profileName());
            if (revision.enforce() && writesCapabilities(c, artefact.capabilities())) {
              capabilities.put(c.name(), artefact.capabilities());
            }
          });
    }
    return new Leaves(
        revision.name(),
        revision.podLevel().profileName(),
        profiles,
        capabilities,
        avoid && !template.placement().ownAffinity());
  }

  // drop and add are atomic lists: whoever wrote one owns all of it.
  private static boolean writesCapabilities(Container c, CapabilitySet wanted) {
    return !wanted.isEmpty() && !c.othersOwnCapabilities();
  }

  /** Whether the template is as an apply of these leaves would leave it. */
  public static boolean holds(Template template, Leaves leaves) {
    return template.revision().equals(leaves.revision())
        && template.podLevel().map(l -> l.profile().equals(leaves.podProfile())).orElse(false)
        && template.placement().avoids() == leaves.avoid()
        && template.containers().stream().allMatch(c -> holds(c, leaves));
  }

  private static boolean holds(Container c, Leaves leaves) {
    String profile = leaves.containerProfiles().get(c.name());
    boolean named =
        profile == null
            ? !c.appArmor().map(Leaf::namesOurs).orElse(false)
            : c.appArmor().map(l -> l.profile().equals(profile)).orElse(false);
    CapabilitySet wanted = leaves.capabilities().get(c.name());
    boolean ours = c.capabilityManagers().contains(Leaf.MANAGER);
    return named && (wanted == null ? !ours : wanted.equals(c.capabilities()));
  }

  /** What the person should know and that stops nothing. */
  public static List<String> warnings(List<String> listed, Revision revision, Workload w) {
    List<String> out = new ArrayList<>();
    Set<String> present =
        Set.copyOf(w.template().containers().stream().map(Container::name).toList());
    for (String name : listed) {
      if (!present.contains(name)) {
        out.add(w.id() + " has no container " + name + ", which spec.containers names");
      }
    }
    for (Artefact a : revision.artefacts()) {
      Optional<Container> c = w.template().container(a.container());
      if (revision.enforce()
          && c.isPresent()
          && !a.capabilities().isEmpty()
          && c.get().othersOwnCapabilities()
          && !c.get().capabilities().covers(a.capabilities())) {
        out.add(
            "capabilities of container %s of %s belong to %s and stay; AppArmor's capability rules hold"
                .formatted(c.get().name(), w.id(), managers(c.get())));
      }
    }
    return out;
  }

  private static String managers(Container c) {
    return c.capabilityManagers().isEmpty()
        ? "its creator"
        : String.join(", ", c.capabilityManagers().stream().sorted().toList());
  }
}
