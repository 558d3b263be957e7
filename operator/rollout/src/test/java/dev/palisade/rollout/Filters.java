package dev.palisade.rollout;

import java.util.List;
import java.util.Optional;

/** Revisions with seccomp filters, and templates with something in these fields. */
final class Filters {
  private Filters() {}

  /** The revision with a filter for each of these containers. */
  static Revision in(Revision r, String... containers) {
    return new Revision(
        r.name(),
        r.enforce(),
        r.artefacts().stream()
            .map(a -> List.of(containers).contains(a.container()) ? with(a) : a)
            .toList(),
        r.devices(),
        r.createdAt(),
        r.loadAll());
  }

  private static Artefact with(Artefact a) {
    return new Artefact(
        a.container(),
        a.profileName(),
        a.sha256(),
        a.sha1(),
        a.capabilities(),
        Optional.of(new SeccompFile(name(a.profileName()), Sample.HASH)),
        a.programs(),
        a.effectiveCapabilities());
  }

  /** Of the filter beside a profile. */
  static String name(String profile) {
    return profile.replaceFirst("palisade[.]", "palisade/") + ".json";
  }

  static Template pod(Template t, Optional<Leaf> leaf) {
    return new Template(
        t.labels(),
        t.revision(),
        t.revisionManagers(),
        t.podLevel(),
        leaf,
        t.hostPid(),
        t.placement(),
        t.containers(),
        t.othersHash());
  }

  static Template container(Template t, String name, Optional<Leaf> leaf) {
    return Edit.eachContainer(t, c -> c.name().equals(name) ? with(c, leaf) : c);
  }

  private static Container with(Container c, Optional<Leaf> leaf) {
    return new Container(
        c.name(),
        c.init(),
        c.privileged(),
        c.appArmor(),
        leaf,
        c.capabilities(),
        c.capabilityManagers(),
        c.launch());
  }
}
