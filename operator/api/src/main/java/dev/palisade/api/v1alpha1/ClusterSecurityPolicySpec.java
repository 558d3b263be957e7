package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/** Spec of a {@link ClusterSecurityPolicy}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(!has(self.files) || self.files.all(r, r.action == 'Deny'))"
            + " && (!has(self.executables) || self.executables.all(r, r.action == 'Deny'))"
            + " && (!has(self.network) || self.network.all(r, r.action == 'Deny'))"
            + " && (!has(self.signals) || self.signals.all(r, r.action == 'Deny'))"
            + " && (!has(self.ptrace) || self.ptrace.all(r, r.action == 'Deny'))"
            + " && (!has(self.mounts) || self.mounts.all(r, r.action == 'Deny'))"
            + " && (!has(self.syscalls) || self.syscalls.all(r, r.action == 'Deny'))"
            + " && (!has(self.devices) || self.devices.all(r, r.action == 'Deny'))",
    message = "a ClusterSecurityPolicy only takes away: write action: Deny in each of its rules")
@ValidationRule(
    value =
        "(!has(self.files) || self.files.all(r, !has(r.programs)))"
            + " && (!has(self.executables) || self.executables.all(r, !has(r.programs)))"
            + " && (!has(self.network) || self.network.all(r, !has(r.programs)))",
    message = "a ClusterSecurityPolicy takes away from every program: leave programs out")
@ValidationRule(
    value = "!has(self.capabilities) || !has(self.capabilities.add)",
    message =
        "a ClusterSecurityPolicy only takes away: leave capabilities.add out; what is not dropped stays")
@ValidationRule(
    value =
        "has(self.presets) || has(self.files) || has(self.executables) || has(self.network) || has(self.signals)"
            + " || has(self.ptrace) || has(self.mounts) || has(self.syscalls) || has(self.devices)"
            + " || has(self.capabilities) || has(self.secretMounts)",
    message =
        "a ClusterSecurityPolicy without a rule takes nothing away; write one, such as presets: [no-mount]")
public class ClusterSecurityPolicySpec extends RuleLists {
  @Required
  @JsonPropertyDescription(
      "The namespaces it holds in, by their labels; {} is every one. Each namespace has the label"
          + " kubernetes.io/metadata.name, by which one is named or left out.")
  public LabelSelector namespaceSelector;

  @JsonPropertyDescription(
      "The SecurityPolicies there that it is merged into, by their labels. Absent: all. Who writes a policy writes its labels;"
          + " where that person is not to choose, leave this out.")
  public LabelSelector policySelector;

  @Size(max = 100)
  @JsonPropertyDescription(
      "Devices that processes of the pods may not open or make, by number. Held for every container, privileged ones too, and in"
          + " both modes. Null, zero, full, random, urandom, tty, ptmx and pts stay allowed.")
  public List<DeviceRule> devices;
}
