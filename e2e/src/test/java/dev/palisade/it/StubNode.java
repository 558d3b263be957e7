package dev.palisade.it;

import dev.palisade.api.v1alpha1.AppArmorReason;
import dev.palisade.api.v1alpha1.DevicesProof;
import dev.palisade.api.v1alpha1.DevicesReason;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.ProfileState;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.ContainerArtefact;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the stub says about one node: a function of the revisions and pods it sees, and of what a
 * case has it pretend.
 *
 * @param bootID of the Node object
 * @param helper name and UID of the pod that stands for the helper
 * @param pretence what is reported besides the truth
 */
record StubNode(String name, String bootID, Pod helper, Instant since, Pretence pretence) {

  /**
   * What a case has the node pretend.
   *
   * @param loadDelay from the first sight of a revision until it is reported as loaded
   * @param devicesOff rules about devices are switched off there
   */
  record Pretence(
      Duration loadDelay,
      boolean neverLoads,
      boolean wrongHash,
      boolean incapable,
      boolean devicesOff,
      boolean otherBoot,
      boolean unenforced) {
    static final Pretence NONE =
        new Pretence(Duration.ofMillis(100), false, false, false, false, false, false);

    Pretence delayed(Duration delay) {
      return new Pretence(
          delay, neverLoads, wrongHash, incapable, devicesOff, otherBoot, unenforced);
    }

    Pretence withNeverLoads() {
      return new Pretence(loadDelay, true, wrongHash, incapable, devicesOff, otherBoot, unenforced);
    }

    Pretence withWrongHash() {
      return new Pretence(
          loadDelay, neverLoads, true, incapable, devicesOff, otherBoot, unenforced);
    }

    Pretence withIncapable() {
      return new Pretence(
          loadDelay, neverLoads, wrongHash, true, devicesOff, otherBoot, unenforced);
    }

    Pretence withDevicesOff() {
      return new Pretence(loadDelay, neverLoads, wrongHash, incapable, true, otherBoot, unenforced);
    }

    Pretence withOtherBoot() {
      return new Pretence(
          loadDelay, neverLoads, wrongHash, incapable, devicesOff, true, unenforced);
    }

    Pretence withUnenforced() {
      return new Pretence(loadDelay, neverLoads, wrongHash, incapable, devicesOff, otherBoot, true);
    }
  }

  /** The whole report. */
  NodeSecurityState report(List<SecurityProfile> loaded, List<Pod> pods) {
    NodeSecurityStatus status = new NodeSecurityStatus();
    status.bootID = pretence.otherBoot() ? "before-" + bootID : bootID;
    status.helper = new NodeSecurityStatus.HelperReference();
    status.helper.podName = helper.getMetadata().getName();
    status.helper.podUID = helper.getMetadata().getUid();
    status.helper.version = "stub";
    status.kernel = new NodeSecurityStatus.Kernel();
    status.kernel.release = "6.12.0-stub";
    status.kernel.rawHash = "sha256";
    status.appArmor = new NodeSecurityStatus.AppArmor();
    status.appArmor.capable = !pretence.incapable();
    status.appArmor.reason =
        pretence.incapable() ? AppArmorReason.KernelWithoutAppArmor : AppArmorReason.Capable;
    status.appArmor.message = pretence.incapable() ? "the stub was told so" : "";
    status.appArmor.since = since.toString();
    status.devices = new NodeSecurityStatus.Devices();
    status.devices.capable = !pretence.devicesOff();
    status.devices.reason =
        pretence.devicesOff() ? DevicesReason.SwitchedOff : DevicesReason.Capable;
    status.devices.message = pretence.devicesOff() ? "the stub was told so" : "";
    status.devices.since = since.toString();
    boolean loads = !pretence.incapable() && !pretence.neverLoads();
    List<ContainerArtefact> artefacts =
        loads
            ? loaded.stream().flatMap(revision -> revision.getSpec().containers.stream()).toList()
            : List.of();
    status.profiles = byName(artefacts.stream().map(a -> profile(a.profileName, a.blobSha256)));
    status.seccompProfiles =
        byName(
            artefacts.stream()
                .map(a -> a.seccompProfile)
                .filter(Objects::nonNull)
                .map(f -> profile(f.localhostProfile, f.sha256)));
    status.pods =
        pods.stream()
            .filter(pod -> name.equals(pod.getSpec().getNodeName()))
            .filter(pod -> PodFields.revision(pod) != null)
            .map(pod -> verdict(pod, loaded))
            .toList();
    NodeSecurityState state = new NodeSecurityState();
    state.getMetadata().setName(name);
    state.setStatus(status);
    return state;
  }

  /** Revisions share the artefacts that did not change. */
  private static List<NodeSecurityStatus.Profile> byName(
      Stream<NodeSecurityStatus.Profile> profiles) {
    return List.copyOf(
        profiles
            .collect(Collectors.toMap(p -> p.name, p -> p, (a, b) -> a, TreeMap::new))
            .values());
  }

  private NodeSecurityStatus.Profile profile(String name, String sha256) {
    NodeSecurityStatus.Profile profile = new NodeSecurityStatus.Profile();
    profile.name = name;
    profile.sha256 = pretence.wrongHash() ? "0".repeat(64) : sha256;
    profile.state = ProfileState.Loaded;
    return profile;
  }

  private NodeSecurityStatus.Pod verdict(Pod pod, List<SecurityProfile> loaded) {
    NodeSecurityStatus.Pod entry = new NodeSecurityStatus.Pod();
    entry.uid = pod.getMetadata().getUid();
    entry.namespace = pod.getMetadata().getNamespace();
    entry.name = pod.getMetadata().getName();
    entry.revision = PodFields.revision(pod);
    Optional<SecurityProfile> revision =
        loaded.stream().filter(r -> r.getMetadata().getName().equals(entry.revision)).findFirst();
    boolean devices = revision.filter(StubNode::hasDevices).isPresent();
    entry.verdict = verdict(pod, revision, devices);
    entry.devices =
        devices ? (pretence.devicesOff() ? DevicesProof.Missing : DevicesProof.Attached) : null;
    entry.message =
        switch (entry.verdict) {
          case Enforced, DevicesOnly -> null;
          case Pending -> "no process yet";
          case Unenforced -> "process 1 of container app is unconfined";
          case Foreign -> "its fields name no loaded artefact of the revision";
        };
    return entry;
  }

  private static boolean hasDevices(SecurityProfile revision) {
    return revision.getSpec().devices != null && !revision.getSpec().devices.isEmpty();
  }

  private PodVerdict verdict(Pod pod, Optional<SecurityProfile> revision, boolean devices) {
    boolean devicesOnly = devices && PodFields.privileged(pod) && !PodFields.namesOurs(pod);
    boolean named = revision.filter(r -> PodFields.nameArtefactsOf(pod, r)).isPresent();
    if (!named && !devicesOnly) {
      return PodVerdict.Foreign;
    }
    if (!PodFields.running(pod)) {
      return PodVerdict.Pending;
    }
    if (pretence.unenforced() || (devices && pretence.devicesOff())) {
      return PodVerdict.Unenforced;
    }
    return devicesOnly ? PodVerdict.DevicesOnly : PodVerdict.Enforced;
  }
}
