package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/** Spec of a {@link SecurityPolicy}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecurityPolicySpec {
  @Required
  @JsonPropertyDescription(
      "Matches the pod templates of the workloads in the policy's namespace. An empty selector is refused.")
  @ValidationRule(
      value =
          "(has(self.matchLabels) && self.matchLabels.size() > 0)"
              + " || (has(self.matchExpressions) && self.matchExpressions.size() > 0)",
      message =
          "podSelector is empty and would match every workload of the namespace; name at least one label, for example"
              + " matchLabels: {app: NAME}")
  public LabelSelector podSelector;

  @Required
  @JsonPropertyDescription(
      "Enforce: what the rules deny fails. Complain: the base stays enforced, this policy's own denies are only reported.")
  public Mode mode;

  @Required
  @JsonPropertyDescription(
      "Rules at pod level: they hold for every container that `containers` does not list, ephemeral and injected ones"
          + " included.")
  public ContainerRules defaultContainer;

  @Size(max = 32)
  @JsonPropertyDescription(
      "Rules for containers by name; init and sidecar containers too. A listed container has these rules instead of"
          + " defaultContainer's.")
  public List<NamedContainerRules> containers;

  @Size(max = 1000)
  @JsonPropertyDescription(
      "Devices that processes of the pod may open or make, by number. Held for every container, privileged ones too. Null, zero,"
          + " full, random, urandom, tty, ptmx and pts stay allowed. In mode Complain they are not held.")
  public List<DeviceRule> devices;

  @Default("Template")
  @JsonPropertyDescription(
      "How pods get their revision. Template: server-side apply to the workload's pod template; its controller replaces"
          + " the pods.")
  public Assignment assignment;

  @Default("Wait")
  @JsonPropertyDescription(
      "Nodes that cannot enforce the policy. Wait: name them and wait. Avoid: keep the pods away from nodes that lastingly"
          + " cannot, by required node affinity.")
  public UnsupportedNodes unsupportedNodes;

  @Default("Report")
  @JsonPropertyDescription(
      "Processes that lost their profile. Report: load the profile again and mark the pods Unenforced.")
  public OnDrift onDrift;

  @Default("Retain")
  @JsonPropertyDescription(
      "When the policy is deleted or a workload no longer matches. Retain: running pods and templates stay as they are."
          + " Release: our fields are given back, as a rollout.")
  public DeletionPolicy deletionPolicy;

  @Min(0)
  @Max(100)
  @Default("10")
  @JsonPropertyDescription("How many old revisions to keep for kubectl rollout undo.")
  public Integer revisionHistoryLimit;

  @Default("{}")
  @JsonPropertyDescription("Budgets and deadlines of the replacement of pods.")
  public RolloutSpec rollout;
}
