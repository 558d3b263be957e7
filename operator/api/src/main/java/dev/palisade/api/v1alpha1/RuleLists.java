package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Rules as the policies of a namespace and of the cluster have them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public abstract class RuleLists {
  @Size(max = 64)
  @JsonPropertyDescription("Named sets of rules, such as no-shell; all of them deny.")
  public List<@Size(min = 1, max = 63) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") String> presets;

  @Size(max = 32)
  @JsonPropertyDescription("Files by path as the kernel resolves it inside the container.")
  public List<FileRule> files;

  @Size(max = 32)
  @JsonPropertyDescription(
      "Programs by path as the kernel resolves it: name the program, not a link to it.")
  public List<ExecutableRule> executables;

  @Size(max = 32)
  @JsonPropertyDescription("Sockets by family and type.")
  public List<NetworkRule> network;

  @Size(max = 32)
  @JsonPropertyDescription("Signals that processes send and receive.")
  public List<SignalRule> signals;

  @Size(max = 32)
  @JsonPropertyDescription("Tracing processes and looking into them.")
  public List<PtraceRule> ptrace;

  @Size(max = 32)
  @JsonPropertyDescription("Mounting, unmounting and changing the root.")
  public List<MountRule> mounts;

  @Size(max = 32)
  @JsonPropertyDescription(
      "System calls, held by a seccomp filter: the runtime's default list, less what is denied; where a rule allows, only what"
          + " rules allow of that list. A container without a rule has the runtime's default list, if the pod level or a"
          + " ClusterSecurityPolicy has one.")
  public List<SyscallRule> syscalls;

  @JsonPropertyDescription("Linux capabilities, with or without the CAP_ prefix.")
  public CapabilityRules capabilities;

  @JsonPropertyDescription(
      "ReadOnly: nothing in the container can make its secret, configMap, projected and downwardAPI volumes writable, and"
          + " its processes are looked at for it.")
  public SecretMounts secretMounts;
}
