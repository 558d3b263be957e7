package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.cli.Called;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person does about each reason that does not go away by itself. */
final class WaysOut {
  private WaysOut() {}

  static List<WayOut> of(SecurityPolicy policy, Seen seen) {
    String name = policy.getMetadata().getName();
    String namespace = policy.getMetadata().getNamespace();
    if (!seen.current()) {
      return List.of(
          new WayOut(
              "Unseen",
              "see whether the operator runs and what it says: kubectl get pods -A -l app.kubernetes.io/name=palisade-operator"));
    }
    return reasons(seen).stream()
        .flatMap(r -> wayOut(r, name, namespace).map(w -> new WayOut(r, w)).stream())
        .toList();
  }

  private static Set<String> reasons(Seen seen) {
    Set<String> reasons = new LinkedHashSet<>();
    seen.conditions().stream()
        .filter(WaysOut::isProblem)
        .map(Condition::getReason)
        .forEach(reasons::add);
    seen.status().map((SecurityPolicyStatus s) -> s.workloads).stream()
        .flatMap(List::stream)
        .flatMap(w -> Stream.ofNullable(w.reason))
        .forEach(reasons::add);
    return reasons;
  }

  private static boolean isProblem(Condition c) {
    return "Degraded".equals(c.getType()) == "True".equals(c.getStatus());
  }

  /** Empty for a reason that needs nobody. */
  static Optional<String> wayOut(String reason, String name, String namespace) {
    String retry = "%s retry %s -n %s".formatted(Called.as(), name, namespace);
    return Optional.ofNullable(
        switch (reason) {
          case "Invalid", "UnknownBase" ->
              "correct the field that the message names and apply the policy again; %s render -f FILE checks it offline"
                  .formatted(Called.as());
          case "CompileFailed" ->
              "change the rule that the message names; %s render -f FILE --compile runs the same parser"
                  .formatted(Called.as());
          case "CompileLimit" ->
              "the paths make too large an automaton: write fewer ** and * in one path, or fewer paths with a * in the middle";
          case "TooLarge" ->
              "make fewer or simpler rules, or move containers to a policy of their own";
          case "NodeUnverified" ->
              "look at the nodes named: a Tampered profile goes with a reboot of the node; for the rest read the log of its helper (kubectl get pods -A -l app.kubernetes.io/name=palisade-helper -o wide)";
          case "HelperNotReady" ->
              "see why the helper does not run there: kubectl get pods -A -l app.kubernetes.io/name=palisade-helper -o wide";
          case "NodesUnsupported" ->
              "switch on there what the message names, AppArmor or rules about devices, keep the pods away by their own nodeSelector, or set spec.unsupportedNodes: Avoid";
          case "NoEligibleNode" ->
              "no Ready, schedulable node fits the pod template: uncordon one, or change the template's nodeSelector, affinity or tolerations";
          case "RolledBack" ->
              "change the policy (a changed spec is rolled anew), or mend the workload and then: "
                  + retry;
          case "FieldConflict" ->
              "take the field out of what the manager named applies, or leave the workload out of podSelector";
          case "PolicyConflict" ->
              "one container has one policy: narrow the podSelector of one of the two, or delete one";
          case "Reverted" ->
              "the manager named undoes it: have it leave these fields alone (a GitOps tool: server-side apply, or ignore them), then: "
                  + retry;
          case "Unenforced" ->
              "processes run without their profile or device program: delete the pods that the message names, so that they start anew";
          case "Weakened" ->
              "pods have less than the last stable revision: apply a policy that their workload stands, or mend the workload and then: "
                  + retry;
          case "NotAssignable" ->
              "change the template as the message says, or leave the workload out of podSelector; a privileged container can have rules about devices alone";
          case "AdmissionRefused" ->
              "the message is the API server's: change the rule that refuses the pod, the template, or leave the workload out of podSelector";
          case "Released" -> "given back on request and left alone; to assign it again: " + retry;
          default -> null;
        });
  }
}
