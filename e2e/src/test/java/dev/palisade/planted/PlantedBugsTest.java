package dev.palisade.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who watches the tests: each bug is compiled in, and its test must fail by an assertion; the code
 * as it is passes the same tests.
 */
class PlantedBugsTest {
  @TempDir Path root;

  @Test
  void eachIsCaught() throws Exception {
    List<PlantedBug> bugs = PlantedBugs.all();
    assertThat(bugs.stream().map(PlantedBug::name)).doesNotHaveDuplicates();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      Future<TestRun> unchanged =
          workers.submit(
              () -> TestRun.unchanged(bugs, Files.createDirectory(root.resolve("unchanged"))));
      List<Future<TestRun>> runs =
          workers.invokeAll(
              bugs.stream()
                  .<Callable<TestRun>>map(
                      bug -> () -> TestRun.of(bug, root.resolve("bug-" + bugs.indexOf(bug))))
                  .toList());
      for (PlantedBug bug : bugs) {
        assertPasses(bug, unchanged.get());
        assertCaught(bug, runs.get(bugs.indexOf(bug)).get());
      }
      print(bugs);
    }
  }

  private static List<TestRun.Outcome> of(PlantedBug bug, TestRun run) {
    String test = bug.test() + "." + bug.method();
    return run.tests().stream().filter(o -> o.test().equals(test)).toList();
  }

  private static void assertPasses(PlantedBug bug, TestRun run) {
    assertThat(of(bug, run))
        .as("%s.%s without a bug%n%s", bug.test(), bug.method(), run.output())
        .isNotEmpty()
        .allMatch(TestRun.Outcome::passed);
  }

  private static void assertCaught(PlantedBug bug, TestRun run) throws Exception {
    List<TestRun.Outcome> failed = of(bug, run).stream().filter(o -> !o.passed()).toList();
    assertThat(failed)
        .as("%s is caught by %s.%s%n%s", bug, bug.test(), bug.method(), run.output())
        .isNotEmpty();
    for (TestRun.Outcome outcome : failed) {
      assertThat(AssertionError.class)
          .as("%s: %s", bug, outcome)
          .isAssignableFrom(Class.forName(outcome.failure()));
    }
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
