package dev.palisade.cli.preflight;

import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.observe.PolicyFacts;
import dev.palisade.observe.RevisionFacts;
import dev.palisade.rollout.Assignment;
import dev.palisade.rollout.Leaves;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Probe;
import dev.palisade.rollout.Reason;
import dev.palisade.rollout.Revision;
import dev.palisade.rollout.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Goes through the workloads that a policy would match. */
record Preflight(
    PolicyInput input,
    NamespaceView view,
    BiFunction<Workload, Leaves, Probe> probing,
    Instant now) {

  Revision revision() {
    return RevisionFacts.of(stored().orElseGet(input.plan()::profile));
  }

  /** A revision that is there is used as it is, as the operator does. */
  private Optional<SecurityProfile> stored() {
    return input.plan().stored(input.policy(), view.revisions());
  }

  /**
   * All of it.
   *
   * @param unread what this user may not read
   */
  PreflightReport report(List<String> unread) {
    return new PreflightReport(
        input.policy().getMetadata().getNamespace(),
        input.policy().getMetadata().getName(),
        revision().name(),
        verdicts(),
        Stream.concat(unread.stream(), notes().stream()).toList());
  }

  private List<Verdict> verdicts() {
    Policy policy =
        PolicyFacts.of(input.policy(), false, new Policy.Compiled.Done(revision(), List.of()));
    Examination examination = new Examination(policy, revision(), view.nodes(), now);
    List<Verdict> out = new ArrayList<>();
    view.matched(input.policy()).forEach(w -> out.add(verdict(examination, w)));
    for (NamespaceView.Other o : view.matchedOthers(input.policy())) {
      out.add(
          new Verdict(
              o.kind(),
              o.name(),
              List.of(
                  Finding.stop(
                      Reason.NOT_ASSIGNABLE.word(),
                      "only Deployments are assigned: it runs without the policy"))));
    }
    return out;
  }

  private Verdict verdict(Examination examination, Workload w) {
    if (examination.holds(w)) {
      return new Verdict(
          w.kind(),
          w.name(),
          Stream.concat(
                  Stream.of(Finding.fine("Assigned", "it has this revision already")),
                  examination.inPart(w).stream())
              .toList());
    }
    List<Finding> findings = new ArrayList<>(examination.before(w));
    if (Examination.worthProbing(findings)) {
      Examination.after(w, probing.apply(w, examination.leaves(w))).ifPresent(findings::add);
    }
    examination.inPart(w).ifPresent(inPart -> findings.add(0, inPart));
    if (findings.stream().noneMatch(Finding::stops)) {
      findings.add(0, Finding.fine("Assignable", ""));
    }
    findings.sort(Comparator.comparing(f -> !f.stops()));
    return new Verdict(w.kind(), w.name(), findings);
  }

  /** What stops nothing and should be known. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    input.plan().warnings().forEach(w -> notes.add(w.toString()));
    List<Workload> matched = view.matched(input.policy());
    List<String> listed =
        input.policy().getSpec().containers == null
            ? List.of()
            : input.policy().getSpec().containers.stream().map(c -> c.name).toList();
    matched.forEach(w -> notes.addAll(Assignment.warnings(listed, revision(), w)));
    notes.add(
        "a workload that is created after the policy runs its first pods without it until they are rolled once more.");
    return notes;
  }
}
