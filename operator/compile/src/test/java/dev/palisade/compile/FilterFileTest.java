package dev.palisade.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ArgumentOperator;
import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.NamedContainerRules;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.ContainerArtefact;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.SeccompArtefact;
import dev.palisade.api.v1alpha1.SyscallArgument;
import dev.palisade.api.v1alpha1.SyscallRule;
import dev.palisade.policy.Library;
import dev.palisade.policy.ProfileName;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A seccomp filter on its way: in the plan, in the revision, and in a blob of its own. */
class FilterFileTest {
  private static final Compilation.Compiled APPARMOR =
      new Compilation.Compiled(new byte[] {1}, new byte[] {2});

  private final SyscallRule rule = rule();
  private final RevisionPlan plan = plan(of(List.of(rule)));

  @Test
  void isNamedAfterWhatItDoes() {
    FilterFile filter = plan.artefacts().getFirst().filter().orElseThrow();
    assertThat(filter.localhostProfile())
        .matches("palisade/shop\\.checkout\\._default\\.[a-z2-7]{26}\\.json");
    assertThat(new String(filter.bytes(), StandardCharsets.UTF_8)).isEqualTo(filter.json());

    var renamed = rule();
    renamed.name = "other";
    assertThat(filter(plan(of(List.of(renamed))))).contains(filter);
    var without = rule();
    without.args = null;
    assertThat(filter(plan(of(List.of(without)))).orElseThrow().localhostProfile())
        .isNotEqualTo(filter.localhostProfile());
  }

  @Test
  void aRevisionNamesItAndKeepsItsRules() {
    ContainerArtefact stored = plan.profile(List.of(APPARMOR)).getSpec().containers.getFirst();
    FilterFile filter = filter(plan).orElseThrow();
    SeccompArtefact seccomp = stored.seccompProfile;
    assertThat(seccomp.localhostProfile).isEqualTo(filter.localhostProfile());
    assertThat(seccomp.blob).isEqualTo(ProfileName.blob(filter.localhostProfile()));
    assertThat(seccomp.size).isEqualTo(filter.bytes().length);
    assertThat(stored.syscalls).hasSize(1);
    assertThat(stored.syscalls.getFirst()).usingRecursiveComparison().isEqualTo(rule);
    assertThat(plan.profile().getSpec().containers.getFirst().seccompProfile.blob).isNull();
  }

  @Test
  void aBlobHasItsBytes() throws IOException {
    List<SecurityProfileBlob> blobs = plan.blobs(List.of(APPARMOR));
    assertThat(blobs).hasSize(2);
    SecurityProfileBlob blob = blobs.get(1);
    SeccompArtefact seccomp =
        plan.profile(List.of(APPARMOR)).getSpec().containers.getFirst().seccompProfile;
    assertThat(blob.getMetadata().getName()).isEqualTo(seccomp.blob);
    assertThat(blob.getSpec().profileName).isEqualTo(seccomp.localhostProfile);
    assertThat(blob.getSpec().sha256).isEqualTo(seccomp.sha256);
    assertThat(blob.getSpec().size).isEqualTo(seccomp.size);
    byte[] data = Base64.getDecoder().decode(blob.getSpec().data);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(data))) {
      assertThat(gzip.readAllBytes()).isEqualTo(filter(plan).orElseThrow().bytes());
    }
  }

  @Test
  void withoutRulesAboutCallsNothingIsThere() {
    RevisionPlan none = plan(of(null));
    assertThat(filter(none)).isEmpty();
    assertThat(none.blobs(List.of(APPARMOR))).hasSize(1);
    ContainerArtefact stored = none.profile(List.of(APPARMOR)).getSpec().containers.getFirst();
    assertThat(stored.seccompProfile).isNull();
    assertThat(stored.syscalls).isNull();
  }

  /** Its pod's filter would hold for it. */
  @Test
  void aContainerBesideAFilteredPodLevelHasTheDefaultList() {
    SecurityPolicy policy = of(List.of(rule));
    var app = new NamedContainerRules();
    app.name = "app";
    app.base = Library.RUNTIME_DEFAULT;
    policy.getSpec().containers = List.of(app);
    RevisionPlan both = plan(policy);
    assertThat(both.artefacts()).hasSize(2);
    FilterFile own = both.artefacts().get(1).filter().orElseThrow();
    assertThat(own.localhostProfile()).startsWith("palisade/shop.checkout.app.");
    assertThat(own.json()).contains("\"ptrace\"");
    assertThat(both.blobs(List.of(APPARMOR, APPARMOR))).hasSize(4);
  }

  private static Optional<FilterFile> filter(RevisionPlan plan) {
    return plan.artefacts().getFirst().filter();
  }

  private static RevisionPlan plan(SecurityPolicy policy) {
    return Revisions.plan(policy, Cluster.UNSEEN).plan();
  }

  private static SyscallRule rule() {
    var argument = new SyscallArgument();
    argument.index = 1;
    argument.operator = ArgumentOperator.MaskedEqual;
    argument.value = 2L;
    argument.mask = 3L;
    var rule = new SyscallRule();
    rule.name = "no";
    rule.action = RuleAction.Deny;
    rule.names = List.of("ptrace");
    rule.args = List.of(argument);
    return rule;
  }

  private static SecurityPolicy of(List<SyscallRule> syscalls) {
    var rules = new ContainerRules();
    rules.base = Library.RUNTIME_DEFAULT;
    rules.syscalls = syscalls;
    var spec = new SecurityPolicySpec();
    spec.podSelector = new LabelSelectorBuilder().addToMatchLabels("app", "checkout").build();
    spec.mode = Mode.Enforce;
    spec.defaultContainer = rules;
    var policy = new SecurityPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("checkout").build());
    policy.setSpec(spec);
    return policy;
  }
}
