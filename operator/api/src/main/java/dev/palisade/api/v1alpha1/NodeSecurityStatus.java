package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A helper's report about its node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class NodeSecurityStatus {
  @JsonPropertyDescription(
      "/proc/sys/kernel/random/boot_id; nodes with an equal one share a kernel.")
  public String bootID;

  @JsonPropertyDescription("The helper pod that wrote this; another one's report does not count.")
  public HelperReference helper;

  public Kernel kernel;

  @JsonPropertyDescription("Whether kernel and runtime enforce AppArmor profiles.")
  public AppArmor appArmor;

  @JsonPropertyDescription(
      "Whether the node can hold rules about devices. Absent: its helper is of a version without them.")
  public Devices devices;

  @JsonPropertyDescription("Profiles of Palisade's in the kernel.")
  public List<Profile> profiles;

  @JsonPropertyDescription(
      "Seccomp filters of Palisade's in the kubelet's directory, by localhostProfile. Loaded: the file is whole.")
  public List<Profile> seccompProfiles;

  @JsonPropertyDescription("Governed pods of this node.")
  public List<Pod> pods;

  @JsonPropertyDescription("Only there while something is missing on the node's disk.")
  public Cache cache;

  @JsonPropertyDescription("Denials counted since the helper started.")
  public Denials denials;

  /** The helper pod that wrote the report. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class HelperReference {
    public String podName;
    public String podUID;
    public String version;
  }

  /** The node's kernel. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Kernel {
    public String release;

    @JsonPropertyDescription("sha256 or sha1: which hash of a loaded blob the kernel shows.")
    public String rawHash;
  }

  /** Whether kernel and runtime enforce AppArmor profiles, and since when this answer holds. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class AppArmor {
    public Boolean capable;

    @JsonPropertyDescription("Why it is not capable; Capable if it is.")
    public AppArmorReason reason;

    public String message;

    @JsonPropertyDescription("Since when this answer holds.")
    public String since;
  }

  /** Whether the node can hold rules about devices, and since when this answer holds. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Devices {
    public Boolean capable;

    @JsonPropertyDescription("Why it is not capable; Capable if it is.")
    public DevicesReason reason;

    public String message;

    @JsonPropertyDescription("Since when this answer holds.")
    public String since;
  }

  /** One profile of ours on the node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Profile {
    @Required public String name;
    public String sha256;

    @JsonPropertyDescription(
        "Tampered: another blob has this name. Failed: it could not be loaded.")
    public ProfileState state;

    public String message;
  }

  /** One governed pod of the node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Pod {
    @Required public String uid;
    public String namespace;
    public String name;
    public String revision;

    @JsonPropertyDescription(
        "Pending: no process seen yet. Unenforced: a process runs without the profile. Foreign: its annotation and its profiles name no one revision of its namespace. DevicesOnly: it has a privileged container, and of its revision only the rules about devices hold.")
    public PodVerdict verdict;

    @JsonPropertyDescription("What was seen instead; only where the verdict is not Enforced.")
    public String message;

    @JsonPropertyDescription(
        "Of each container with secretMounts: ReadOnly of which processes were seen.")
    public List<ContainerSecretMounts> secretMounts;

    @JsonPropertyDescription(
        "Of each container whose rules drop capabilities, in mode Enforce, of which processes were seen under their profile."
            + " Left out where the report would get too long.")
    public List<ContainerCapabilities> capabilities;

    @JsonPropertyDescription(
        "Only where the revision has rules about devices. AttachedLate: the device program came after the pod's first process, or"
            + " again after it was taken away; what was opened before stays open. Missing: there is none, and the pod is"
            + " Unenforced.")
    public DevicesProof devices;
  }

  /** Of one container with {@code secretMounts: ReadOnly}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class ContainerSecretMounts {
    @Required public String container;

    @Required
    @JsonPropertyDescription(
        "ReadOnly: every such volume is mounted so in every process. SysAdminPresent: so too, but the container has asked"
            + " for SYS_ADMIN, and the profile alone keeps it from mounting. Writable: one is mounted otherwise; the pod is"
            + " Unenforced.")
    public SecretMountsProof proof;
  }

  /** Of one container whose rules drop capabilities. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class ContainerCapabilities {
    @Required public String container;

    @Required
    @JsonPropertyDescription(
        "Dropped: none of them is in the bounding set of any process. AppArmorOnly: one is, and the profile alone keeps it from"
            + " being used.")
    public CapabilitiesProof proof;
  }

  /** Whether a reboot with the API server away would find every profile on the node's disk. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Cache {
    public Boolean complete;

    @JsonPropertyDescription("What is missing, why, and the way out.")
    public String message;
  }

  /** Denials counted since the helper started. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class Denials {
    @Size(max = 50)
    public List<DenialEntry> entries;

    @JsonPropertyDescription("Records that were counted but are not listed.")
    public Long omitted;

    @JsonPropertyDescription("Records that the kernel or the socket dropped.")
    public Long lost;

    @JsonPropertyDescription("Why denials are not counted on this node; absent where they are.")
    public String unavailable;
  }

  /** Denials of one profile and kind. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class DenialEntry {
    @Required public String profile;

    @JsonPropertyDescription(
        "Intended: a rule of the policy matched. Unexpected: nothing allowed it. Complain: it would have been denied."
            + " Audited: it was allowed, and a rule with action Audit matched.")
    @Required
    public DenialKind kind;

    @JsonPropertyDescription("Of the latest record, as the kernel names it.")
    public String operation;

    @JsonPropertyDescription("Path or capability of the latest record.")
    public String target;

    public Long count;
    public String lastSeen;
  }
}
