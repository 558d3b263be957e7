package dev.palisade.rollout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pod template of a workload.
 *
 * @param revision the revision annotation, empty if there is none
 * @param revisionManagers who owns that annotation
 * @param othersHash hash of everything in the template that is not ours
 */
public record Template(
    Map<String, String> labels,
    String revision,
    Set<String> revisionManagers,
    Optional<Leaf> podLevel,
    boolean hostPid,
    Placement placement,
    List<Container> containers,
    String othersHash) {
  public static final String REVISION_PATH =
      "spec.template.metadata.annotations.palisade.dev/revision";
  public static final String POD_LEVEL_PATH = "spec.template.spec.securityContext.appArmorProfile";

  public Template {
    labels = Map.copyOf(labels);
    revisionManagers = Set.copyOf(revisionManagers);
    containers = List.copyOf(containers);
  }

  public Optional<Container> container(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** Whether anything of ours is in it, whoever put it there. */
  public boolean carriesOurs() {
    return !revision.isEmpty()
        || podLevel.map(Leaf::namesOurs).orElse(false)
        || containers.stream().anyMatch(c -> c.appArmor().map(Leaf::namesOurs).orElse(false));
  }
}
