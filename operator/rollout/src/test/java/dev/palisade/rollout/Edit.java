package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A workload with something changed. */
final class Edit {
  private Workload w;

  private Edit(Workload w) {
    this.w = w;
  }

  static Edit of(Workload w) {
    return new Edit(w);
  }

  Workload done() {
    return w;
  }

  Edit replicas(Workload.Replicas r) {
    w =
        copy(
            w.generation(),
            r,
            w.paused(),
            w.allPodsMayGo(),
            w.allowDowntime(),
            w.template(),
            w.matches(),
            w.rivals(),
            w.history(),
            w.lastManager());
    return this;
  }

  Edit paused(boolean paused) {
    w =
        copy(
            w.generation(),
            w.replicas(),
            paused,
            w.allPodsMayGo(),
            w.allowDowntime(),
            w.template(),
            w.matches(),
            w.rivals(),
            w.history(),
            w.lastManager());
    return this;
  }

  Edit recreate(boolean allowed) {
    w =
        copy(
            w.generation(),
            w.replicas(),
            w.paused(),
            true,
            allowed,
            w.template(),
            w.matches(),
            w.rivals(),
            w.history(),
            w.lastManager());
    return this;
  }

  Edit matches(boolean matches) {
    w =
        copy(
            w.generation(),
            w.replicas(),
            w.paused(),
            w.allPodsMayGo(),
            w.allowDowntime(),
            w.template(),
            matches,
            w.rivals(),
            w.history(),
            w.lastManager());
    return this;
  }

  Edit rivals(String... rivals) {
    w =
        copy(
            w.generation(),
            w.replicas(),
            w.paused(),
            w.allPodsMayGo(),
            w.allowDowntime(),
            w.template(),
            w.matches(),
            List.of(rivals),
            w.history(),
            w.lastManager());
    return this;
  }

  /** The template changes, so the generation moves and the pods are yet to follow. */
  Edit template(Template t, String manager) {
    List<Workload.Past> history = new ArrayList<>(w.history());
    Workload.Past past =
        new Workload.Past(
            t.revision(),
            t.podLevel().filter(Leaf::namesOurs).isPresent(),
            t.containers().stream().filter(Container::namesOurs).map(Container::name).toList());
    history.remove(past);
    history.add(0, past);
    int n = w.replicas().wanted();
    w =
        copy(
            w.generation() + 1,
            new Workload.Replicas(w.generation(), n, n, 0, n),
            w.paused(),
            w.allPodsMayGo(),
            w.allowDowntime(),
            t,
            w.matches(),
            w.rivals(),
            history,
            manager.equals(Leaf.MANAGER) ? Optional.empty() : Optional.of(manager));
    return this;
  }

  Edit apply(Optional<Leaves> leaves) {
    return template(given(w.template(), leaves, Leaf.MANAGER), Leaf.MANAGER);
  }

  /** As {@code kubectl rollout undo} does: the same values, owned by someone else. */
  Edit undo(Optional<Leaves> leaves, String manager) {
    return template(given(w.template(), leaves, manager), manager);
  }

  static Template given(Template t, Optional<Leaves> leaves, String manager) {
    List<Container> containers =
        t.containers().stream()
            .map(c ->
                new Container(
                    c.name(),
                    c.init(),
                    c.privileged(),
                    leaf(
                        leaves.flatMap(l -> l.at(c)).map(Profiles::appArmor),
                        c.appArmor(),
                        manager),
                    leaf(
                        leaves.flatMap(l -> l.at(c)).flatMap(Profiles::seccomp),
                        c.seccomp(),
                        manager),
                    leaves
                        .map(l -> l.capabilities().get(c.name()))
                        .orElse(
                            c.capabilityManagers().contains(Leaf.MANAGER)
                                ? CapabilitySet.NONE
                                : c.capabilities()),
                    leaves.map(l -> l.capabilities().containsKey(c.name())).orElse(false)
                        ? Set.of(manager)
                        : c.capabilityManagers().contains(Leaf.MANAGER)
                            ? Set.of()
                            : c.capabilityManagers(),
                    c.launch()))
            .toList();
    Placement p = t.placement();
    return new Template(
        t.labels(),
        leaves.map(Leaves::revision).orElse(""),
        leaves.isPresent() ? Set.of(manager) : Set.of(),
        leaf(leaves.flatMap(Leaves::pod).map(Profiles::appArmor), t.podLevel(), manager),
        leaf(leaves.flatMap(Leaves::pod).flatMap(Profiles::seccomp), t.podSeccomp(), manager),
        t.hostPid(),
        new Placement(
            p.nodeSelector(),
            p.terms(),
            p.tolerations(),
            p.ownAffinity(),
            leaves.map(Leaves::avoid).orElse(Set.of())),
        containers,
        t.othersHash());
  }

  /** What is not ours stays where nothing is written. */
  private static Optional<Leaf> leaf(
      Optional<String> written, Optional<Leaf> before, String manager) {
    return written
        .map(p -> new Leaf("Localhost", p, Set.of(manager)))
        .or(() -> before.filter(l -> !l.namesOurs()));
  }

  static Template containers(Template t, Container... containers) {
    return new Template(
        t.labels(),
        t.revision(),
        t.revisionManagers(),
        t.podLevel(),
        t.podSeccomp(),
        t.hostPid(),
        t.placement(),
        List.of(containers),
        t.othersHash());
  }

  static Template eachContainer(Template t, UnaryOperator<Container> change) {
    return containers(t, t.containers().stream().map(change).toArray(Container[]::new));
  }

  static Template hash(Template t, String othersHash) {
    return new Template(
        t.labels(),
        t.revision(),
        t.revisionManagers(),
        t.podLevel(),
        t.podSeccomp(),
        t.hostPid(),
        t.placement(),
        t.containers(),
        othersHash);
  }

  static Template placed(Template t, Placement placement) {
    return new Template(
        t.labels(),
        t.revision(),
        t.revisionManagers(),
        t.podLevel(),
        t.podSeccomp(),
        t.hostPid(),
        placement,
        t.containers(),
        t.othersHash());
  }

  static Template podLevel(Template t, Leaf leaf) {
    return new Template(
        t.labels(),
        t.revision(),
        t.revisionManagers(),
        Optional.of(leaf),
        t.podSeccomp(),
        t.hostPid(),
        t.placement(),
        t.containers(),
        t.othersHash());
  }

  private Workload copy(
      long generation,
      Workload.Replicas replicas,
      boolean paused,
      boolean allPodsMayGo,
      boolean allowDowntime,
      Template template,
      boolean matches,
      List<String> rivals,
      List<Workload.Past> history,
      Optional<String> lastManager) {
    return new Workload(
        w.uid(),
        w.namespace(),
        w.kind(),
        w.name(),
        generation,
        replicas,
        paused,
        allPodsMayGo,
        allowDowntime,
        w.creationFailure(),
        w.createdAt(),
        template,
        matches,
        rivals,
        history,
        lastManager);
  }
}
