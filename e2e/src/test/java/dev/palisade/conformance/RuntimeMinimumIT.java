package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.NoCluster;
import dev.palisade.bed.Program;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Filters;
import dev.palisade.policy.Library;
import dev.palisade.policy.seccomp.SeccompFilter;
import dev.palisade.policy.seccomp.SeccompText.Minimum;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What is kept for the runtimes ({@code seccomp-profiles/*.minimum}) is enough for this machine's
 * own to start a container, and a process in it, under the strictest filter that there can be:
 * {@code bed runtime}.
 */
@NoCluster
class RuntimeMinimumIT {
  static final List<Minimum> MINIMUMS = Library.SYSCALLS.minimums();

  @TempDir Path directory;

  @ParameterizedTest
  @FieldSource("MINIMUMS")
  void isEnoughWhereNothingElseIsAllowed(Minimum minimum) throws IOException {
    SeccompFilter strictest = strictest();
    Program all = start(minimum, strictest);
    assertThat(all.exitCode()).as(all.err()).isZero();
    System.out.print("RuntimeMinimumIT: " + all.err());

    Program none = start(minimum, without(strictest, minimum.calls()));
    assertThat(none.exitCode()).as("without %s", minimum.calls()).isNotZero();
    assertThat(none.err()).contains(minimum.runtime() + ": no container under");
  }

  /** What the container's program itself calls is all that is allowed. */
  private static SeccompFilter strictest() {
    SecurityPolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: palisade.dev/v1alpha1
            kind: SecurityPolicy
            metadata: {name: checkout, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: checkout}}
              mode: Enforce
              defaultContainer:
                base: Restricted
                syscalls:
                - {name: itself, action: Allow, names: [write, pause, exit]}
            """,
            SecurityPolicy.class);
    RevisionPlan plan = Revisions.plan(policy, Cluster.UNSEEN).plan();
    return Filters.of(plan.policy(), plan.policy().defaultContainer()).orElseThrow();
  }

  private static SeccompFilter without(SeccompFilter filter, Set<String> names) {
    var calls = new TreeMap<>(filter.calls());
    calls.keySet().removeAll(names);
    return new SeccompFilter(calls);
  }

  private Program start(Minimum minimum, SeccompFilter filter) throws IOException {
    Path file = directory.resolve("filter.json");
    Files.writeString(file, filter.json());
    return Program.run(
        List.of(
            Checkout.root().resolve("e2e/bed/bed").toString(),
            "runtime",
            minimum.runtime(),
            file.toString()),
        Map.of(),
        Duration.ofMinutes(5));
  }
}
