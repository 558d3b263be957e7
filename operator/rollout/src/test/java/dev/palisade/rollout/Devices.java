package dev.palisade.rollout;

import java.util.Map;
import java.util.Optional;

/** Revisions with rules about devices, nodes that can hold them or not, and privileged pods. */
final class Devices {
  static final Ability ON = new Ability(true, "Capable", "", Sample.T0);
  static final Ability OFF =
      new Ability(false, "SwitchedOff", "set devices.enabled=true in the chart", Sample.T0);

  private Devices() {}

  /** The revision with rules about devices. */
  static Revision in(Revision r) {
    return new Revision(r.name(), r.enforce(), r.artefacts(), true, r.createdAt(), r.loadAll());
  }

  static Node on(Node n, Ability devices) {
    return Sample.with(n, n.report().map(r -> with(r, devices)));
  }

  private static Node.Report with(Node.Report r, Ability devices) {
    return new Node.Report(
        r.bootId(),
        r.helperPodUid(),
        r.appArmor(),
        devices,
        r.profiles(),
        r.seccompProfiles(),
        r.denials());
  }

  /** The template with this container privileged, or none of that name. */
  static Template privileged(Template t, String container) {
    return Edit.eachContainer(
        t,
        c ->
            new Container(
                c.name(),
                c.init(),
                c.name().equals(container),
                c.appArmor(),
                c.seccomp(),
                c.capabilities(),
                c.capabilityManagers(),
                c.launch()));
  }

  /** The pod with the verdict that a helper gives once all is well. */
  static Pod seen(Pod p, Workload w, Map<String, Revision> revisions) {
    return Optional.ofNullable(revisions.get(p.revision()))
        .filter(r -> Assignment.devicesOnly(r, w.template()))
        .map(r -> Edits.verdict(p, "DevicesOnly"))
        .orElse(p);
  }
}
