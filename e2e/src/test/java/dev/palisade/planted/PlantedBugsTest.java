package dev.palisade.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who watches the tests: each bug is compiled in, and its test must fail by an assertion; the code
 * as it is passes the same tests.
 */
class PlantedBugsTest {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir Path root;

  @Test
  void eachIsCaught() throws Exception {
    List<PlantedBug> bugs = PlantedBugs.all();
    assertThat(bugs.stream().map(PlantedBug::name)).doesNotHaveDuplicates();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("planted-", 0).factory());
    try {
      List<TestRun.Outcome> unchanged = TestRun.unchanged(bugs);
      List<Callable<List<TestRun.Outcome>>> tries =
          bugs.stream().<Callable<List<TestRun.Outcome>>>map(bug -> () -> tried(bug)).toList();
      var outcomes = workers.invokeAll(tries, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      for (PlantedBug bug : bugs) {
        assertPasses(bug, unchanged);
        var tried = outcomes.get(bugs.indexOf(bug));
        assertThat(tried.isCancelled()).as("%s is tried within %s", bug, LIMIT).isFalse();
        assertCaught(bug, tried.get());
      }
    } finally {
      // A bug may be an endless loop.
      workers.shutdownNow();
    }
    print(bugs);
  }

  private List<TestRun.Outcome> tried(PlantedBug bug) throws IOException {
    return TestRun.of(bug, Files.createTempDirectory(root, bug.module()));
  }

  private static List<TestRun.Outcome> of(PlantedBug bug, List<TestRun.Outcome> outcomes) {
    String test = bug.test() + "." + bug.method();
    return outcomes.stream().filter(o -> o.test().equals(test)).toList();
  }

  private static void assertPasses(PlantedBug bug, List<TestRun.Outcome> outcomes) {
    assertThat(of(bug, outcomes))
        .as("%s.%s without a bug", bug.test(), bug.method())
        .isNotEmpty()
        .allMatch(o -> o.thrown().isEmpty());
  }

  private static void assertCaught(PlantedBug bug, List<TestRun.Outcome> outcomes) {
    assertThat(of(bug, outcomes).stream().flatMap(o -> o.thrown().stream()))
        .as("%s is caught by %s.%s", bug, bug.test(), bug.method())
        .isNotEmpty()
        .allMatch(AssertionError.class::isInstance);
  }

  private static void print(List<PlantedBug> bugs) {
    Map<String, Long> modules =
        bugs.stream().collect(Collectors.groupingBy(PlantedBug::module, Collectors.counting()));
    System.out.printf("planted bugs: %d, each caught: %s%n", bugs.size(), modules);
    bugs.forEach(bug ->
        System.out.printf(
            "  %-55s %s.%s%n",
            bug.name(), bug.test().substring(bug.test().lastIndexOf('.') + 1), bug.method()));
  }
}
