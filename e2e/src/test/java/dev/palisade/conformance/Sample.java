package dev.palisade.conformance;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Filters;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.meaning.ContainerRuntime;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.seccomp.SeccompFilter;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A policy in parts that can be taken away one by one. */
record Sample(String base, Mode mode, List<Part> parts) {
  /**
   * One rule about one thing.
   *
   * @param text for a person
   * @param adding gets the rules to add to, and a name that is free
   */
  record Part(String text, BiConsumer<ContainerRules, String> adding) {
    @Override
    public String toString() {
      return text;
    }
  }

  Sample {
    parts = List.copyOf(parts);
  }

  /** Those about one list of rules. */
  List<Part> parts(String list) {
    return parts.stream().filter(p -> p.text().startsWith(list + ":")).toList();
  }

  /** The greatest steps first: half of the parts, mode Enforce, one part less. */
  Stream<Sample> smaller() {
    int half = parts.size() / 2;
    Stream<Sample> halves =
        parts.size() < 2
            ? Stream.of()
            : Stream.of(parts.subList(0, half), parts.subList(half, parts.size()))
                .map(part -> new Sample(base, mode, part));
    Stream<Sample> without =
        parts.stream()
            .map(part ->
                new Sample(base, mode, parts.stream().filter(p -> !p.equals(part)).toList()));
    return Stream.of(
            halves,
            mode == Mode.Enforce
                ? Stream.<Sample>of()
                : Stream.of(new Sample(base, Mode.Enforce, parts)),
            without)
        .flatMap(s -> s);
  }

  Artefact artefact() {
    return plan().artefacts().getFirst();
  }

  /** As it holds for a program, or for any other. */
  Meaning meaning(Optional<Program> program) {
    RevisionPlan plan = plan();
    dev.palisade.policy.ContainerRules rules = plan.policy().defaultContainer();
    return Meaning.of(
        plan.policy(), program.map(rules::of).orElse(rules), ContainerRuntime.CONTAINERD);
  }

  /** Those that some of its rules are for alone. */
  List<Program> programs() {
    return List.copyOf(plan().policy().defaultContainer().programs());
  }

  /** What its rules about system calls come to. */
  SeccompFilter filter() {
    RevisionPlan plan = plan();
    return Filters.of(plan.policy(), plan.policy().defaultContainer()).orElseThrow();
  }

  /** Not if one of its rules allows what others deny. */
  boolean isAccepted() {
    return Revisions.plan(policy(), Cluster.UNSEEN) instanceof Planning.Planned;
  }

  private RevisionPlan plan() {
    return Revisions.plan(policy(), Cluster.UNSEEN).plan();
  }

  private SecurityPolicy policy() {
    var rules = new ContainerRules();
    rules.base = base;
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).adding().accept(rules, "r" + i);
    }
    var policy = new SecurityPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder().withNamespace("conformance").withName("sample").build());
    var spec = new SecurityPolicySpec();
    spec.podSelector = new LabelSelectorBuilder().addToMatchLabels("a", "b").build();
    spec.mode = mode;
    spec.defaultContainer = rules;
    policy.setSpec(spec);
    return policy;
  }
}
