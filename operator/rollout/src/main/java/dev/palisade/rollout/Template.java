package dev.palisade.rollout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pod template of a workload.
 *
 * @param revision the revision annotation, empty if there is none
 * @param revisionManagers who owns that annotation
 * @param podLevel the pod's AppArmor profile
 * @param podSeccomp the pod's seccomp filter
 * @param othersHash hash of everything in the template that is not ours
 */
public record Template(
    Map<String, String> labels,
    String revision,
    Set<String> revisionManagers,
    Optional<Leaf> podLevel,
    Optional<Leaf> podSeccomp,
    boolean hostPid,
    Placement placement,
    List<Container> containers,
    String othersHash) {
  public static final String REVISION_PATH =
      "spec.template.metadata.annotations.palisade.dev/revision";
  public static final String POD_LEVEL_PATH = "spec.template.spec.securityContext.appArmorProfile";
  public static final String POD_SECCOMP_PATH = "spec.template.spec.securityContext.seccompProfile";

  public Template {
    labels = Map.copyOf(labels);
    revisionManagers = Set.copyOf(revisionManagers);
    containers = List.copyOf(containers);
  }

  public Optional<Container> container(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** A container of which the runtime holds neither profile nor filter, if there is one. */
  public Optional<Container> privileged() {
    return containers.stream().filter(Container::privileged).findFirst();
  }

  /** All of its fields that can name a profile or filter. */
  public Stream<Leaf> leaves() {
    return Stream.concat(
        Stream.concat(podLevel.stream(), podSeccomp.stream()),
        containers.stream().flatMap(Container::leaves));
  }

  /** Whether anything of ours is in it, whoever put it there. */
  public boolean carriesOurs() {
    return !revision.isEmpty() || leaves().anyMatch(Leaf::namesOurs);
  }
}
