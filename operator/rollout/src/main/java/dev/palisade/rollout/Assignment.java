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
    Set<Need> avoided = template.placement().avoiding(avoid ? revision.needs() : Set.of()).avoids();
    return devicesOnly(revision, template)
        ? new Leaves(revision.name(), Optional.empty(), Map.of(), Map.of(), avoided)
        : profiles(revision, template, avoided);
  }

  /**
   * Whether only the revision's rules about devices hold for pods of this template. Runtimes leave
   * profiles and filters off a privileged container; the device program is at the pod's cgroup.
   */
  public static boolean devicesOnly(Revision revision, Template template) {
    return revision.devices() && template.privileged().isPresent();
  }

  private static Leaves profiles(Revision revision, Template template, Set<Need> avoided) {
    Map<String, Profiles> containers = new TreeMap<>();
    Map<String, CapabilitySet> capabilities = new TreeMap<>();
    for (Artefact artefact : revision.artefacts()) {
      template
          .container(artefact.container())
          .ifPresent(c -> {
            containers.put(c.name(), artefact.profiles());
            if (revision.enforce() && writesCapabilities(c, artefact.capabilities())) {
              capabilities.put(c.name(), artefact.capabilities());
            }
          });
    }
    return new Leaves(
        revision.name(),
        Optional.of(revision.podLevel().profiles()),
        containers,
        capabilities,
        avoided);
  }

  // drop and add are atomic lists: whoever wrote one owns all of it.
  private static boolean writesCapabilities(Container c, CapabilitySet wanted) {
    return !wanted.isEmpty() && !c.othersOwnCapabilities();
  }

  /**
   * Whether the template is as an apply of these leaves would leave it, and nothing undoes that.
   */
  public static boolean holds(Template template, Leaves leaves) {
    return template.revision().equals(leaves.revision())
        && podHolds(template, leaves)
        && template.placement().avoids().equals(leaves.avoid())
        && template.containers().stream().allMatch(c -> holds(c, leaves))
        && SeccompConflict.of(template, leaves).isEmpty()
        && ProgramConflict.of(template, leaves).isEmpty();
  }

  static boolean podHolds(Template template, Leaves leaves) {
    return names(template.podLevel(), leaves.pod().map(Profiles::appArmor))
        && names(template.podSeccomp(), leaves.pod().flatMap(Profiles::seccomp));
  }

  private static boolean holds(Container c, Leaves leaves) {
    boolean named =
        names(c.appArmor(), leaves.at(c).map(Profiles::appArmor))
            && names(c.seccomp(), leaves.at(c).flatMap(Profiles::seccomp));
    CapabilitySet wanted = leaves.capabilities().get(c.name());
    boolean ours = c.capabilityManagers().contains(Leaf.MANAGER);
    return named && (wanted == null ? !ours : wanted.equals(c.capabilities()));
  }

  /** Whether a field names what it should: where that is nothing, none of ours. */
  private static boolean names(Optional<Leaf> leaf, Optional<String> wanted) {
    return wanted
        .map(name -> leaf.map(Leaf::profile).equals(Optional.of(name)))
        .orElseGet(() -> leaf.filter(Leaf::namesOurs).isEmpty());
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
    if (devicesOnly(revision, w.template())) {
      return out;
    }
    ProgramConflict.warnings(w, profiles(revision, w.template(), Set.of())).forEach(out::add);
    out.addAll(CapabilityNotes.of(revision, w));
    return out;
  }
}
