package dev.palisade.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.policy.Capability;
import dev.palisade.policy.OwnBase;
import dev.palisade.policy.apparmor.Family;
import dev.palisade.policy.apparmor.SocketType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same of every word of a base ({@code apparmor-profiles/README.md}). */
class EveryBaseRuleTest {
  private final BlobCompiler compiler = PinnedParser.compiler();

  @ParameterizedTest
  @CsvSource({"Enforce, ''", "Complain, ''", "Enforce, deny", "Complain, deny"})
  void isEnforcedByThePinnedParser(String mode, String denied) throws InterruptedException {
    String deny = denied.isEmpty() ? "" : "deny ";
    List<String> lines =
        Stream.of(
                Stream.of("signal (receive),", "signal (send,receive) peer=@SELF@,"),
                Stream.of("signal (send,receive) set=(exists) peer=runc,"),
                Stream.of("ptrace (trace,tracedby,read,readby) peer=@SELF@,", "ptrace (readby),"),
                Arrays.stream(Family.values()).flatMap(f -> network(f, deny)),
                Arrays.stream(Capability.values()).map(c -> deny + "capability " + lower(c) + ","),
                Stream.of(
                        "mount,", "umount,", "/a/[-a-c0-9_./]*/**/x? rwlk,", "owner /b/[^-x] aklx,")
                    .map(deny::concat),
                Stream.of("/c rm,", "/d x,", "/e l,", "/f rwaklmx,").map(deny::concat))
            .flatMap(s -> s)
            .toList();
    OwnBase base = new OwnBase("every", Optional.empty(), lines);
    SecurityPolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: palisade.dev/v1alpha1
            kind: SecurityPolicy
            metadata: {name: checkout, namespace: shop}
            spec: {podSelector: {matchLabels: {app: checkout}}, mode: %s, defaultContainer: {base: every}}
            """
                .formatted(mode),
            SecurityPolicy.class);
    var cluster = new Cluster(List.of(), Map.of("every", base), Cluster.Width.WIDER);
    assertThat(compiler.compile(Revisions.plan(policy, cluster).plan().artefacts().getFirst()))
        .isInstanceOf(Compilation.Compiled.class);
  }

  private static Stream<String> network(Family family, String deny) {
    String all = deny + "network " + lower(family);
    return Stream.concat(
        Stream.of(all + ","),
        Arrays.stream(SocketType.values()).map(type -> "%s %s,".formatted(all, lower(type))));
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
