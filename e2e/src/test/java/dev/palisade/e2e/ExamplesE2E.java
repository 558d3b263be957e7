package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every file in examples/ holds on real nodes: the cases beside it that a program can try are asked
 * of the kernel, before and after. {@link DeviceGuardE2E} is about the one for privileged
 * containers.
 */
@Tag("nightly")
class ExamplesE2E extends PalisadeCase {
  private static final String PRIVILEGED = "device-guard";

  /** They deny only what an unprivileged process could not do before, or nothing yet. */
  private static final Set<String> WITHOUT_DENIALS = Set.of("capabilities", "complain");

  @Test
  void theKernelDoesWhatTheirCasesExpect() throws IOException {
    List<ExampleApp> apps =
        Example.all().stream()
            .filter(e -> !e.name().equals(PRIVILEGED))
            .map(e -> ExampleApp.deploy(scene, e))
            .toList();
    Map<ExampleApp, Map<Trial, String>> before = new LinkedHashMap<>();
    apps.forEach(app -> before.put(app, app.answers(PodTimeline.NONE)));

    var policies = new Policies(scene);
    Map<ExampleApp, SecurityPolicy> applied = new LinkedHashMap<>();
    for (ExampleApp app : apps) {
      policies.bases(app.example().file());
      applied.put(app, policies.apply(app.example().file(), app::fit));
    }

    for (ExampleApp app : apps) {
      String name = app.example().name();
      String revision = policies.awaitVerified(applied.get(app)).getStatus().updateRevision;
      Map<Trial, String> after = app.answers(revision);
      after.keySet().removeIf(trial -> !before.get(app).get(trial).equals(Attempt.OK));
      System.out.printf(
          "ExamplesE2E: %s: %d of %d trials succeed without the policy%n",
          name, after.size(), app.example().trials().size());
      assertThat(after)
          .as(name)
          .allSatisfy((trial, answer) ->
              assertThat(trial.isAsExpected(answer)).as("%s: %s", trial, answer).isTrue());
      assertThat(after.keySet().stream().anyMatch(Trial::isDenied))
          .as("a case of %s that is denied is tried", name)
          .isEqualTo(!WITHOUT_DENIALS.contains(name));
    }
  }
}
