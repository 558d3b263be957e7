package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every file in examples/ is a policy that compiles and loads on real nodes. */
@Tag("nightly")
class ExamplesE2E extends PalisadeCase {
  @Test
  void everyExampleIsCompiledAndLoaded() throws IOException {
    Policies policies = new Policies(scene);
    List<SecurityPolicy> applied;
    try (Stream<Path> files = Files.list(Checkout.root().resolve("examples"))) {
      applied =
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .sorted()
              .map(f -> policies.apply("examples/" + f.getFileName(), p -> {}))
              .toList();
    }

    assertThat(applied).isNotEmpty();
    for (SecurityPolicy policy : applied) {
      SecurityPolicy loaded = policies.awaitCondition(policy, "Loaded", "True", "Loaded");
      assertThat(Policies.conditions(loaded))
          .contains("Compiled=True/Compiled", "Ready=True/NoMatchingWorkloads");
    }
  }
}
