package dev.palisade.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.BaseName;
import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.NetworkRule;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every word of the language is one that the pinned parser and feature set enforce ({@code
 * --Werror=rule-not-enforced --Werror=rule-downgraded}).
 */
class EveryRuleTest {
  private final BlobCompiler compiler =
      new BlobCompiler(
          Path.of(
              Objects.requireNonNull(
                  System.getenv("PALISADE_PARSER"),
                  "PALISADE_PARSER is not set; make check sets it to what e2e/bed/bed parser prints")),
          Limits.DEFAULT);

  @ParameterizedTest
  @EnumSource
  void isEnforcedByThePinnedParser(Mode mode) throws InterruptedException {
    var rules = new ContainerRules();
    rules.base = BaseName.RuntimeDefault;
    rules.network =
        List.of(
            network("each", List.of(SocketFamily.values()), List.of(SocketType.values())),
            network("families", List.of(SocketFamily.values()), null),
            network("types", null, List.of(SocketType.values())));
    assertThat(compile(rules, mode)).isInstanceOf(Compilation.Compiled.class);
    rules.network = List.of(network("all", null, null));
    assertThat(compile(rules, mode)).isInstanceOf(Compilation.Compiled.class);
  }

  private Compilation compile(ContainerRules rules, Mode mode) throws InterruptedException {
    var policy = new SecurityPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("every").build());
    var spec = new SecurityPolicySpec();
    spec.podSelector = new LabelSelectorBuilder().addToMatchLabels("a", "b").build();
    spec.mode = mode;
    spec.defaultContainer = rules;
    policy.setSpec(spec);
    return switch (Revisions.plan(policy)) {
      case Planning.Planned(var plan) -> compiler.compile(plan.artefacts().getFirst());
      case Planning.Refused refused -> throw new AssertionError(refused.message());
    };
  }

  private static NetworkRule network(
      String name, List<SocketFamily> families, List<SocketType> types) {
    NetworkRule rule = named(new NetworkRule(), name);
    rule.families = families;
    rule.types = types;
    return rule;
  }

  private static <R extends Rule> R named(R rule, String name) {
    rule.name = name;
    rule.action = RuleAction.Deny;
    return rule;
  }
}
