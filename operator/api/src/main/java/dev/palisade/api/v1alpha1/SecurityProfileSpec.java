package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Spec of a {@link SecurityProfile}; immutable. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self == oldSelf",
    message =
        "a SecurityProfile is immutable: change the SecurityPolicy, which makes a new revision")
public class SecurityProfileSpec {
  @JsonPropertyDescription("The policy that this revision was made from.")
  @Required
  public PolicyReference policy;

  @Required public Mode mode;

  @JsonPropertyDescription("Of the apparmor_parser that compiled it.")
  @Required
  public String parserVersion;

  @JsonPropertyDescription("The kernel features that it was compiled for.")
  @Required
  public String featureSet;

  @JsonPropertyDescription("AppArmor policy ABI.")
  @Required
  public String abi;

  @Required
  @Size(min = 1, max = 33)
  public List<ContainerArtefact> containers;

  @Size(max = 1000)
  @JsonPropertyDescription(
      "The policy's own rules about devices, for the pod as a whole; the helper makes its device program of them and of"
          + " clusterPolicies'.")
  public List<DeviceRule> devices;

  @JsonPropertyDescription(
      "The ClusterSecurityPolicies that were merged into every container's profile, as they were.")
  @Size(max = 32)
  public List<MergedRules> clusterPolicies;

  @JsonPropertyDescription(
      "The SecurityBases that containers are on, as they were when this revision was made.")
  @Size(max = 33)
  public List<BaseRules> bases;

  /** A SecurityBase as it was when the revision was made. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"name", "from", "rules"})
  public static class BaseRules {
    @Required public String name;

    @JsonPropertyDescription("The base that came with Palisade which the rules are added to.")
    public BuiltInBase from;

    @Required
    @JsonPropertyDescription("One rule a line, as apparmor-profiles/README.md has them.")
    public List<String> rules;
  }

  /** The rules of one ClusterSecurityPolicy. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({
    "name",
    "presets",
    "files",
    "executables",
    "network",
    "signals",
    "ptrace",
    "mounts",
    "syscalls",
    "devices",
    "capabilities",
    "secretMounts",
    "presetRules"
  })
  public static class MergedRules extends RuleLists {
    @Required public String name;

    @JsonPropertyDescription("What the presets were when this revision was made.")
    public List<PresetRules> presetRules;

    @Size(max = 100)
    @JsonPropertyDescription("Rules about devices, which are in the pods' device program, too.")
    public List<DeviceRule> devices;
  }

  /** The policy this revision was made from. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class PolicyReference {
    @Required public String namespace;
    @Required public String name;
    public String uid;
  }

  /** A preset as it was when the revision was made: a later version of it changes nothing here. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"name", "version", "rules"})
  public static class PresetRules {
    @Required public String name;

    @Required public String version;

    @Required
    @JsonPropertyDescription("One rule a line, as apparmor-profiles/README.md has them.")
    public List<String> rules;
  }

  /**
   * The artefact of one container, or of the pod level ({@code _default}), with the rules it was
   * made from.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({
    "name",
    "base",
    "presets",
    "files",
    "executables",
    "network",
    "signals",
    "ptrace",
    "mounts",
    "resourceLimits",
    "syscalls",
    "capabilities",
    "secretMounts",
    "presetRules",
    "profileName"
  })
  public static class ContainerArtefact extends ContainerRules {
    @Required
    @JsonPropertyDescription("_default for the pod level, else the container's name.")
    public String name;

    @JsonPropertyDescription("What the presets were when this revision was made.")
    public List<PresetRules> presetRules;

    @Required
    @JsonPropertyDescription("The profile's name in the kernel.")
    public String profileName;

    @JsonPropertyDescription(
        "Complain: the kernel has the profile in mode complain (base Restricted in mode Complain). Absent: in mode enforce.")
    public Mode profileMode;

    @Size(max = 12)
    @JsonPropertyDescription(
        "The programs that rules are for alone, sorted: the profile has a child for each of them, to which the kernel moves their"
            + " processes. Absent: none.")
    public List<@Size(min = 2, max = 256) @Pattern(ProgramRule.PROGRAM) String> programs;

    @JsonPropertyDescription(
        "What the profile takes away of capabilities, whoever says so: the policy, its presets, the base or the cluster. Absent: none.")
    public CapabilityRules effectiveCapabilities;

    @Required
    @JsonPropertyDescription(
        "Hex SHA-256 over the canonical text, mode, ABI, feature set and parser version.")
    public String artefactHash;

    @JsonPropertyDescription("Name of the SecurityProfileBlob.")
    public String blob;

    @JsonPropertyDescription(
        "Hex SHA-256 of the uncompressed blob, which the kernel shows as raw_sha256.")
    public String blobSha256;

    @JsonPropertyDescription(
        "Hex SHA-1 of the uncompressed blob, for kernels that show raw_sha1 only.")
    public String blobSha1;

    @JsonPropertyDescription("Bytes, uncompressed.")
    public Integer blobSize;

    @JsonPropertyDescription(
        "The container's seccomp filter; absent where neither its rules nor the pod level's are about system calls.")
    public SeccompArtefact seccompProfile;
  }

  /** A seccomp filter, a file of each node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"localhostProfile", "blob", "sha256", "size"})
  public static class SeccompArtefact {
    @Required
    @JsonPropertyDescription("Below the kubelet's directory for seccomp profiles.")
    public String localhostProfile;

    @JsonPropertyDescription("Name of the SecurityProfileBlob.")
    public String blob;

    @Required
    @JsonPropertyDescription("Hex SHA-256 of the file.")
    public String sha256;

    @Required
    @JsonPropertyDescription("Bytes of the file.")
    public Integer size;
  }
}
