package dev.palisade.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.compile.Cluster.Width;
import dev.palisade.policy.Problem;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies on bases of teams, and how wide they may be. */
class BasesTest {
  private static final SecurityBase JAVA =
      base(
          "java",
          """
            from: Restricted
            appArmorRules: |
              # The house's images have it there.
              /opt/java/** rmx,
              network inet stream,
          """);

  private static final SecurityBase LAX =
      base(
          "lax",
          """
            appArmorRules: |
              file,
              signal (receive),
          """);

  private static final String ON_JAVA = "defaultContainer: {base: java}";

  @Test
  void aRevisionKeepsTheBasesThatItsContainersAreOn() {
    RevisionPlan plan =
        planned(
            "defaultContainer: {base: RuntimeDefault}, containers: [{name: app, base: java}]",
            Width.DEFAULT,
            JAVA,
            LAX);
    assertThat(Serialization.asYaml(plan.profile().getSpec().bases))
        .isEqualTo(
            """
            ---
            - name: "java"
              from: "Restricted"
              rules:
              - "/opt/java/** rmx,"
              - "network inet stream,"
            """);
    assertThat(plan.profile().getSpec().containers)
        .extracting(c -> c.base)
        .containsExactly("RuntimeDefault", "java");
    assertThat(plan.artefacts().getLast().text().text())
        .contains("  \"/opt/java/**\" rmix,\n", "  network inet stream,\n", "  \"/lib/**\" rm,\n");
    assertThat(plan.warnings()).isEmpty();
    assertThat(
            planned("defaultContainer: {base: Restricted}", Width.DEFAULT, JAVA)
                .profile()
                .getSpec()
                .bases)
        .isNull();
  }

  @Test
  void ofTheRevisionItIsReadAsItWas() {
    RevisionPlan plan = planned(ON_JAVA, Width.DEFAULT, JAVA);
    assertThat(Bases.of(plan.profile())).isEqualTo(Map.of("java", Bases.of(JAVA)));
    assertThat(Bases.of(planned("defaultContainer: {base: Restricted}", Width.DEFAULT).profile()))
        .isEmpty();
  }

  @Test
  void changedRulesAreAnotherRevisionAndOtherWordsAreNot() {
    RevisionPlan plan = planned(ON_JAVA, Width.DEFAULT, JAVA);
    SecurityBase same =
        base(
            "java",
            "  from: Restricted\n  appArmorRules: \"network inet stream,\\n/opt/java/** rmx,\"");
    SecurityBase more =
        base("java", "  from: Restricted\n  appArmorRules: \"network inet,\\n/opt/java/** rmx,\"");
    assertThat(planned(ON_JAVA, Width.DEFAULT, same).sourceHash()).isEqualTo(plan.sourceHash());
    RevisionPlan changed = planned(ON_JAVA, Width.DEFAULT, more);
    assertThat(changed.sourceHash()).isNotEqualTo(plan.sourceHash());
    assertThat(changed.revision()).isNotEqualTo(plan.revision());
  }

  @Test
  void oneThatIsNotThereIsAnUnknownBase() {
    Planning.Refused refused = refused(ON_JAVA, Width.DEFAULT, LAX);
    assertThat(refused.reason()).isEqualTo(Reason.UnknownBase);
    assertThat(refused.message())
        .isEqualTo(
            "spec.defaultContainer.base: unknown base \"java\"; write Restricted, RuntimeDefault or the name of a SecurityBase");
  }

  @Test
  void oneThatCannotBeUsedRefusesThePolicyWithItsName() {
    SecurityBase wrong = base("java", "  appArmorRules: \"network,\\nchange_profile,\"");
    Planning.Refused refused = refused(ON_JAVA, Width.WIDER, wrong);
    assertThat(refused.reason()).isEqualTo(Reason.Invalid);
    assertThat(refused.message())
        .isEqualTo(
            "SecurityBase java spec.appArmorRules: not a rule that a base may have: \"change_profile,\"");
    assertThat(Bases.problems(wrong))
        .extracting(Problem::toString)
        .containsExactly(
            "spec.appArmorRules: not a rule that a base may have: \"change_profile,\"");
    assertThat(Bases.problems(JAVA)).isEmpty();
    assertThat(planned("defaultContainer: {base: Restricted}", Width.DEFAULT, wrong)).isNotNull();
  }

  @Test
  void whatAPolicyNames() {
    assertThat(
            Bases.named(
                policy(
                    "defaultContainer: {base: RuntimeDefault}, containers: [{name: a, base: z}, {name: b, base: java}, {name: c, base: z}]")))
        .containsExactly("java", "z");
    assertThat(Bases.mayBeWider(policy("defaultContainer: {base: RuntimeDefault}"))).isFalse();
    assertThat(Bases.mayBeWider(policy("defaultContainer: {base: Restricted}"))).isTrue();
    assertThat(Bases.named(new SecurityPolicy())).isEmpty();
  }

  @Test
  void aPolicyIsNotWiderThanTheRuntimesDefaultWithoutALabelOfItsNamespace() {
    String tracer =
        "defaultContainer: {base: RuntimeDefault}, containers: [{name: app, base: Restricted,"
            + " ptrace: [{name: all, action: Allow, access: [Trace]}]}]";
    String what =
        "spec.containers[0]: wider than the runtime's default: ptrace (trace) with anyone (ptrace/all)";
    Planning.Refused refused = refused(tracer, Width.DEFAULT);
    assertThat(refused.reason()).isEqualTo(Reason.Invalid);
    assertThat(refused.message())
        .isEqualTo(
            what
                + "; take it out, or give namespace shop the label palisade.dev/allow-wider: \"true\", which says that its policies may be");
    assertThat(planned(tracer, Width.WIDER).warnings())
        .extracting(Problem::toString)
        .containsExactly(
            what + "; its namespace's label palisade.dev/allow-wider: \"true\" lets it be");
    assertThat(planned(tracer, Width.UNKNOWN).warnings())
        .extracting(Problem::toString)
        .containsExactly(
            what + "; namespace shop needs the label palisade.dev/allow-wider: \"true\"");
  }

  @Test
  void ofManyThingsSomeAreNamed() {
    assertThat(refused("defaultContainer: {base: lax}", Width.DEFAULT, LAX).message())
        .startsWith("spec.defaultContainer: wider than the runtime's default: ")
        .containsPattern(
            "\\(base lax[a-z ]*\\) and \\d+ more; take it out, or give namespace shop");
  }

  @ParameterizedTest
  @CsvSource({
    "palisade.dev/allow-wider, true, WIDER",
    "palisade.dev/allow-wider, yes, DEFAULT",
    "other, true, DEFAULT"
  })
  void whatTheLabelsOfANamespaceSay(String key, String value, Width expected) {
    assertThat(Width.of(Map.of(key, value))).isEqualTo(expected);
    assertThat(Width.of(null)).isEqualTo(Width.DEFAULT);
  }

  private static RevisionPlan planned(String rules, Width width, SecurityBase... bases) {
    return plan(rules, width, bases).plan();
  }

  private static Planning.Refused refused(String rules, Width width, SecurityBase... bases) {
    return (Planning.Refused) plan(rules, width, bases);
  }

  private static Planning plan(String rules, Width width, SecurityBase... bases) {
    return Revisions.plan(policy(rules), new Cluster(List.of(), Bases.of(List.of(bases)), width));
  }

  private static SecurityPolicy policy(String rules) {
    return Serialization.unmarshal(
        """
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityPolicy
        metadata: {name: checkout, namespace: shop}
        spec: {podSelector: {matchLabels: {app: checkout}}, mode: Enforce, %s}
        """
            .formatted(rules),
        SecurityPolicy.class);
  }

  private static SecurityBase base(String name, String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityBase
        metadata: {name: %s}
        spec:
        """
                .formatted(name)
            + spec,
        SecurityBase.class);
  }
}
