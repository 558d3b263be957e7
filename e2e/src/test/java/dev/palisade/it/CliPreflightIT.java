package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Change;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code preflight} says of each obstacle, by a real API server's answers. */
@OnBed(Nodes.NONE)
class CliPreflightIT {
  private static final String POLICY =
      """
      apiVersion: palisade.dev/v1alpha1
      kind: SecurityPolicy
      metadata: {name: web}
      spec:
        podSelector: {matchLabels: {tier: web}}
        mode: Enforce
        defaultContainer: {base: RuntimeDefault}
        containers:
        - name: app
          base: RuntimeDefault
          files: [{name: no-log-writes, action: Deny, paths: ["/var/log/app/**"], access: [Write]}]
      """;

  private final KubernetesClient client;
  private final Bed bed;
  @TempDir Path directory;
  private CliScene scene;

  CliPreflightIT(Bed bed) {
    this.bed = bed;
    this.client = bed.client();
  }

  @BeforeEach
  void open() {
    scene = CliScene.open(client);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void eachObstacleHasALineAndNothingIsWritten() throws IOException {
    scene.addNode(true);
    scene.deployment("fine", "{}", "{}", "");
    scene.deployment("owned", "{}", "{}", "\n      annotations: {palisade.dev/revision: \"\"}");
    scene.deployment("privileged", "{privileged: true}", "{}", "");
    scene.deployment(
        "theirs", "{}", "{appArmorProfile: {type: Localhost, localhostProfile: theirs}}", "");
    scene.deployment("unconfined", "{}", "{appArmorProfile: {type: Unconfined}}", "");
    List<String> before = versions();

    CliRun run = CliRun.of(bed, "preflight", file(POLICY), "-n", scene.namespace());

    assertThat(run.rows())
        .contains(
            "Deployment/fine|Assignable|-",
            "Deployment/owned|FieldConflict|spec.template.metadata.annotations.palisade.dev/revision is owned by helm: take it out there",
            "Deployment/privileged|NotAssignable|container app is privileged: its runtime may ignore AppArmor; drop privileged, or leave it out",
            "Deployment/theirs|NotAssignable|spec.template.spec.securityContext.appArmorProfile is Localhost theirs, owned by helm: it opts out",
            "Deployment/unconfined|FieldConflict|spec.template.spec.securityContext.appArmorProfile is Unconfined, owned by helm: remove it there, or leave the workload out of podSelector",
            "1 of 5 can be assigned.");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(versions()).isEqualTo(before);
    assertThat(
            client.resources(SecurityPolicy.class).inNamespace(scene.namespace()).list().getItems())
        .isEmpty();
    assertThat(client.pods().inNamespace(scene.namespace()).withName("fine-palisade-dry-run").get())
        .isNull();
  }

  @Test
  void podSecurityRefusesInItsOwnWords() throws IOException {
    scene.addNode(true);
    Change.of(
        client.namespaces().withName(scene.namespace()),
        n -> n.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted"));
    scene.deployment("fine", "{}", "{}", "");
    CliRun run = CliRun.of(bed, "preflight", file(POLICY), "-n", scene.namespace());
    assertThat(run.rows())
        .anySatisfy(row ->
            assertThat(row)
                .startsWith(
                    "Deployment/fine|AdmissionRefused|pods \"fine-palisade-dry-run\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false"));
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aNodeThatCannotIsNamedOrAvoided() throws IOException {
    scene.addNode(true);
    String incapable = scene.addNode(false);
    scene.deployment("fine", "{}", "{}", "");
    CliRun waits = CliRun.of(bed, "preflight", file(POLICY), "-n", scene.namespace());
    assertThat(waits.rows())
        .contains(
            "Deployment/fine|NodesUnsupported|node " + incapable + ": KernelWithoutAppArmor",
            "0 of 1 can be assigned.");
    assertThat(waits.exitCode()).isEqualTo(1);

    CliRun avoids =
        CliRun.of(
            bed,
            "preflight",
            file(POLICY + "  unsupportedNodes: Avoid\n"),
            "-n",
            scene.namespace());
    assertThat(avoids.rows())
        .contains(
            "Deployment/fine|Assignable|-",
            "Deployment/fine|Avoid|node %s cannot (KernelWithoutAppArmor) and will be avoided"
                .formatted(incapable),
            "All 1 can be assigned.");
    assertThat(avoids.exitCode()).isZero();
  }

  @Test
  void anotherPolicyHoldsIt() {
    scene.addNode(true);
    scene.deployment("fine", "{}", "{}", "");
    scene.apply(POLICY.replace("name: web}", "name: a-first}"), "person");
    scene.apply(POLICY, "person");
    assertThat(CliRun.of(bed, "preflight", "web", "-n", scene.namespace()).rows())
        .contains(
            "Deployment/fine|PolicyConflict|it has policy a-first; take it out of one podSelector");
    CliRun first = CliRun.of(bed, "preflight", "a-first", "-n", scene.namespace());
    assertThat(first.rows()).contains("Deployment/fine|Assignable|-");
    assertThat(first.exitCode()).isZero();
  }

  @Test
  void aPolicyThatTheApiServerRefusesIsBadInput() throws IOException {
    CliRun run =
        CliRun.of(
            bed,
            "preflight",
            file(POLICY.replace("{matchLabels: {tier: web}}", "{}")),
            "-n",
            scene.namespace());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(String.join("\n", run.err()))
        .contains("podSelector is empty and would match every workload");
  }

  @Test
  void aPolicyThatIsNotThere() {
    CliRun run = CliRun.of(bed, "preflight", "web", "-n", scene.namespace());
    assertThat(run.err())
        .containsExactly(
            "error: there is no SecurityPolicy web in namespace %s; name a file (web.yaml), or see kubectl palisade status -A"
                .formatted(scene.namespace()));
    assertThat(run.exitCode()).isEqualTo(2);
  }

  private List<String> versions() {
    return client.apps().deployments().inNamespace(scene.namespace()).list().getItems().stream()
        .map(d -> d.getMetadata().getName() + " " + d.getMetadata().getGeneration())
        .toList();
  }

  private String file(String policy) throws IOException {
    return Files.writeString(directory.resolve("policy.yaml"), policy).toString();
  }
}
