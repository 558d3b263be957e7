package dev.palisade.node.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.model.Filter;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPlanTest {
  private static final String NAME = "palisade/p.json";

  /** One filter in every combination that matters; {@code -} stands for no step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wanted                    | Write a pod here names it
          wanted waiting            | -
          wanted there              | -
          wanted there idle         | -
          wanted damaged            | Write somebody else has changed the file
          wanted damaged idle       | Write somebody else has changed the file
          wanted damaged waiting    | -
          there                     | -
          there idle                | Remove no pod has named it for the grace period
          there idle waiting        | -
          damaged                   | -
          damaged idle              | Remove no pod has named it for the grace period
          idle                      | -
          """)
  void oneFilter(String given, String expected) {
    Set<String> words = Set.copyOf(Arrays.asList(given.trim().split(" ", -1)));
    Map<String, WantedFilter> wanted =
        words.contains("wanted") ? Map.of(NAME, wanted(NAME, "a pod here names it")) : Map.of();
    Map<String, String> files =
        words.contains("there")
            ? Map.of(NAME, "sha")
            : words.contains("damaged") ? Map.of(NAME, "other") : Map.of();
    assertThat(
            FilterPlan.steps(
                    wanted, files, _ -> words.contains("idle"), _ -> !words.contains("waiting"))
                .stream()
                .map(FilterPlanTest::shown))
        .isEqualTo(Stream.of(expected.trim()).filter(e -> !e.equals("-")).toList());
  }

  @Test
  void whatIsMissingComesBeforeWhatMayGo() {
    var wanted = new TreeMap<>(Map.of("palisade/z.json", wanted("palisade/z.json", "why")));
    assertThat(FilterPlan.steps(wanted, Map.of(NAME, "sha"), _ -> true, _ -> true))
        .extracting(Step::subject)
        .containsExactly("palisade/z.json", NAME);
  }

  @Test
  void whatTheObjectsAskFor() {
    Pod pod = Fixtures.pod(Fixtures.filteredPod());
    Pod ended = Fixtures.pod(Fixtures.filteredPod().replace("'Running'", "'Succeeded'"));
    Pod carrying = Fixtures.pod(Fixtures.governedPod());
    Pod foreign =
        Fixtures.pod(
            """
            {'metadata': {'name': 'x', 'namespace': 'y'}, 'spec': {'ephemeralContainers': [
              {'name': 'c', 'securityContext': {'seccompProfile': {'type': 'Localhost', 'localhostProfile': '%s'}}}]}}
            """
                .formatted(Fixtures.APP_FILTER));
    assertThat(asked("All")).containsExactly(Fixtures.DEFAULT_FILTER, Fixtures.APP_FILTER);
    assertThat(asked("OnDemand")).isEmpty();
    assertThat(asked("OnDemand", ended)).isEmpty();
    assertThat(asked("OnDemand", pod))
        .containsExactly(Fixtures.DEFAULT_FILTER, Fixtures.APP_FILTER);
    assertThat(asked("OnDemand", carrying))
        .containsExactly(Fixtures.DEFAULT_FILTER, Fixtures.APP_FILTER);
    assertThat(asked("OnDemand", foreign)).containsExactly(Fixtures.APP_FILTER);
    assertThat(WantedFilter.byObjects(List.of(Fixtures.revision("All")), List.of(pod)))
        .as("a revision without filters")
        .isEmpty();
  }

  private static Set<String> asked(String load, Pod... pods) {
    Revision revision = Revision.of(Fixtures.filteredProfile(load));
    return WantedFilter.byObjects(List.of(revision), List.of(pods)).keySet();
  }

  private static WantedFilter wanted(String name, String why) {
    return new WantedFilter(new Filter(name, "blob", "sha"), why);
  }

  private static String shown(Step step) {
    return step.getClass().getSimpleName() + " " + step.why();
  }
}
