package dev.palisade.node.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.cache.BlobCache.CachedBlob;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePlanTest {
  private static final String LOADED = "palisade.p";

  /** One profile in every combination that matters; {@code -} stands for no step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wanted                               | Fetch+load
          wanted cached                        | Load
          wanted cached unsynced               | Load
          wanted cached loaded                 | -
          wanted loaded                        | Fetch
          wanted cached waiting                | -
          wanted cached tampered               | -
          loaded cached referenced             | -
          loaded cached referenced idle        | Unload
          loaded idle unsynced                 | -
          loaded idle waiting                  | -
          wanted cached loaded idle            | -
          wanted cached loaded idle refused    | Unload
          loaded cached idle                   | Unload
          loaded cached                        | -
          cached referenced                    | -
          cached                               | Forget
          cached unsynced                      | -
          """)
  void oneProfile(String given, String expected) {
    Set<String> words = Set.copyOf(Arrays.asList(given.trim().split(" ", -1)));
    String hash = words.contains("tampered") ? "other" : "sha";
    boolean loaded = words.contains("loaded") || words.contains("tampered");
    var observed =
        new Observed(
            loaded
                ? Map.of(LOADED, new KernelProfile(LOADED, "enforce", new Hash("sha256", hash)))
                : Map.of(),
            words.contains("cached") ? Map.of("sha", new CachedBlob(LOADED, "sha", "")) : Map.of(),
            words.contains("referenced") || words.contains("wanted") ? Set.of("sha") : Set.of(),
            !words.contains("unsynced"),
            _ -> words.contains("idle"),
            _ -> !words.contains("waiting"),
            words.contains("refused"));
    Map<String, Wanted> wanted =
        words.contains("wanted")
            ? Map.of(LOADED, new Wanted(LOADED, "blob", "sha", "", Optional.empty(), "why"))
            : Map.of();
    assertThat(NodePlan.steps(wanted, observed).stream().map(NodePlanTest::shown))
        .isEqualTo(Stream.of(expected.trim()).filter(e -> !e.equals("-")).toList());
  }

  @Test
  void driftIsMendedBeforeAnythingWaitsForTheApiServer() {
    var wanted = new TreeMap<String, Wanted>();
    wanted.put(
        "palisade.a", new Wanted("palisade.a", "blob", "sha-a", "", Optional.empty(), "why"));
    wanted.put(
        "palisade.b", new Wanted("palisade.b", "blob", "sha-b", "", Optional.empty(), "why"));
    var observed =
        new Observed(
            Map.of(),
            Map.of("sha-b", new CachedBlob("palisade.b", "sha-b", "")),
            Set.of("sha-a", "sha-b"),
            true,
            _ -> false,
            _ -> true,
            false);
    assertThat(NodePlan.steps(wanted, observed).stream().map(NodePlanTest::shown))
        .containsExactly("Load", "Fetch+load");
  }

  @Test
  void oneRemovalIsEnoughForAKernelThatRefusesLoads() {
    var wanted = new TreeMap<String, Wanted>();
    var kernel = new TreeMap<String, KernelProfile>();
    for (String name : List.of("palisade.a", "palisade.b")) {
      wanted.put(name, new Wanted(name, "blob", "sha", "", Optional.empty(), "why"));
      kernel.put(name, new KernelProfile(name, "enforce", new Hash("sha256", "sha")));
    }
    var cached = Map.of("sha", new CachedBlob("palisade.a", "sha", ""));
    var observed = new Observed(kernel, cached, Set.of("sha"), true, _ -> true, _ -> true, true);
    assertThat(NodePlan.steps(wanted, observed)).hasSize(1);
  }

  @Test
  void whatTheObjectsAskFor() {
    Pod pod = Fixtures.pod(Fixtures.governedPod());
    Pod ended = Fixtures.pod(Fixtures.governedPod().replace("'Running'", "'Succeeded'"));
    Pod foreign =
        Fixtures.pod(
            """
            {'metadata': {'name': 'x', 'namespace': 'y'}, 'spec': {'ephemeralContainers': [
              {'name': 'c', 'securityContext': {'appArmorProfile': {'type': 'Localhost', 'localhostProfile': '%s'}}}]}}
            """
                .formatted(Fixtures.APP));
    assertThat(wanted("All")).containsExactly(Fixtures.DEFAULT, Fixtures.APP);
    assertThat(wanted("OnDemand")).isEmpty();
    assertThat(wanted("OnDemand", ended)).isEmpty();
    assertThat(wanted("OnDemand", pod)).containsExactly(Fixtures.DEFAULT, Fixtures.APP);
    assertThat(wanted("OnDemand", foreign)).containsExactly(Fixtures.APP);
  }

  @Test
  void beforeTheApiServerAnswersTheLastWantedCounts() {
    var blobs =
        List.of(new CachedBlob("palisade.a", "aa", ""), new CachedBlob("palisade.b", "bb", ""));
    assertThat(Wanted.byCache(blobs, Optional.of(new TreeSet<>(Set.of("bb", "cc")))))
        .containsOnlyKeys("palisade.b");
    assertThat(Wanted.byCache(blobs, Optional.empty()))
        .containsOnlyKeys("palisade.a", "palisade.b");
  }

  private static Set<String> wanted(String load, Pod... pods) {
    Revision revision = Fixtures.revision(load);
    return Wanted.byObjects(List.of(revision), List.of(pods)).keySet();
  }

  private static String shown(Step step) {
    return switch (step) {
      case Step.Fetch(_, var load) -> load ? "Fetch+load" : "Fetch";
      case Step.Load _ -> "Load";
      case Step.Unload _ -> "Unload";
      case Step.Forget _ -> "Forget";
      case Step.Write _ -> "Write";
      case Step.Remove _ -> "Remove";
    };
  }
}
