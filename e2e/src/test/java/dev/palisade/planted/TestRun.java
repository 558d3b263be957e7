package dev.palisade.planted;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.MethodFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Test methods of the modules, with classes of their own. */
final class TestRun {
  private TestRun() {}

  /**
   * How one test ended.
   *
   * @param test {@code class.method}
   * @param thrown nothing: it passed
   */
  record Outcome(String test, Optional<Throwable> thrown) {}

  /** With the bug in its class. */
  static List<Outcome> of(PlantedBug bug, Path directory) throws IOException {
    compile(bug, directory);
    return run(List.of(bug), List.of(directory));
  }

  /** The code as it is. */
  static List<Outcome> unchanged(List<PlantedBug> bugs) throws IOException {
    return run(bugs, List.of());
  }

  private static void compile(PlantedBug bug, Path directory) throws IOException {
    Path file =
        directory.resolve(bug.source().substring(bug.source().lastIndexOf('.') + 1) + ".java");
    Files.writeString(file, bug.text());
    String classPath =
        ModuleClasses.path(List.of(bug)).map(Path::toString).collect(Collectors.joining(":"))
            + ":"
            + System.getProperty("java.class.path");
    List<String> options = List.of("-proc:none", "-cp", classPath, "-d", directory.toString());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> problems = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  d -> problems.add(d.toString()),
                  options,
                  null,
                  files.getJavaFileObjects(file))
              .call();
      if (!compiled) {
        throw new AssertionError(bug.name() + " does not compile: " + problems);
      }
    }
  }

  private static List<Outcome> run(List<PlantedBug> bugs, List<Path> first) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    var ended = new Ended();
    try (var classes = new ModuleClasses(first, bugs)) {
      thread.setContextClassLoader(classes);
      LauncherFactory.create().execute(request(bugs, classes), ended);
    } finally {
      thread.setContextClassLoader(before);
    }
    return List.copyOf(ended.outcomes);
  }

  private static LauncherDiscoveryRequest request(List<PlantedBug> bugs, ClassLoader classes) {
    List<ClassSelector> tests =
        bugs.stream().map(PlantedBug::test).distinct().map(t -> selectClass(classes, t)).toList();
    List<String> methods =
        bugs.stream().map(b -> b.test() + "[.#]" + b.method()).distinct().toList();
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(tests)
        .filters(MethodFilter.includeMethodNamePatterns(methods))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
        .build();
  }

  private static final class Ended implements TestExecutionListener {
    final List<Outcome> outcomes = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      test.getSource()
          .filter(MethodSource.class::isInstance)
          .map(MethodSource.class::cast)
          .filter(source -> test.isTest() || result.getThrowable().isPresent())
          .map(source -> source.getClassName() + "." + source.getMethodName())
          .ifPresent(name -> outcomes.add(new Outcome(name, result.getThrowable())));
    }
  }
}
