package dev.palisade.planted;

import dev.palisade.bed.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Test methods of the modules in a JVM of their own.
 *
 * @param tests each as {@code class.method} with what it ended in
 * @param output of the JVM
 */
record TestRun(List<Outcome> tests, String output) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * How one test ended.
   *
   * @param failure class name of what it threw; empty: it passed
   */
  record Outcome(String test, String failure) {
    boolean passed() {
      return failure.isEmpty();
    }
  }

  /** The class with the bug in it stands first on the class path. */
  static TestRun of(PlantedBug bug, Path directory) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    compile(bug, directory, classes);
    return run(List.of(bug), List.of(classes), directory);
  }

  /** The code as it is. */
  static TestRun unchanged(List<PlantedBug> bugs, Path directory) throws IOException {
    return run(bugs, List.of(), directory);
  }

  private static void compile(PlantedBug bug, Path directory, Path classes) throws IOException {
    Path file =
        directory.resolve(bug.source().substring(bug.source().lastIndexOf('.') + 1) + ".java");
    Files.writeString(file, bug.text());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> problems = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  d -> problems.add(d.toString()),
                  List.of(
                      "-proc:none",
                      "-cp",
                      classPath(List.of(bug), List.of()),
                      "-d",
                      classes.toString()),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      if (!compiled) {
        throw new AssertionError(bug.name() + " does not compile: " + problems);
      }
    }
  }

  private static String classPath(List<PlantedBug> bugs, List<Path> first) {
    Stream<Path> modules =
        bugs.stream()
            .map(PlantedBug::module)
            .distinct()
            .flatMap(m ->
                Stream.of(PlantedBug.target(m, "test-classes"), PlantedBug.target(m, "classes")));
    String own = Path.of("target", "test-classes").toAbsolutePath().toString();
    Stream<Path> libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.startsWith(own))
            .map(Path::of);
    return String.join(
        File.pathSeparator,
        Stream.of(first.stream(), modules, libraries).flatMap(s -> s).map(Path::toString).toList());
  }

  private static TestRun run(List<PlantedBug> bugs, List<Path> first, Path directory)
      throws IOException {
    Path reports = directory.resolve("reports");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                classPath(bugs, first),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--details=none",
                "--reports-dir=" + reports));
    bugs.stream().map(b -> "--select-class=" + b.test()).distinct().forEach(command::add);
    bugs.stream()
        .map(b -> "--include-methodname=" + b.test() + "[.#]" + b.method())
        .distinct()
        .forEach(command::add);
    Program program = Program.run(command, Map.of(), LIMIT);
    return new TestRun(
        outcomes(reports.resolve("TEST-junit-jupiter.xml")), program.out() + program.err());
  }

  private static List<Outcome> outcomes(Path report) throws IOException {
    List<Outcome> found = new ArrayList<>();
    if (!Files.exists(report)) {
      return found;
    }
    NodeList cases;
    try {
      cases =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("testcase");
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(report.toString(), e);
    }
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String method = test.getAttribute("name").replaceFirst("\\(.*", "");
      found.add(new Outcome(test.getAttribute("classname") + "." + method, thrown(test)));
    }
    return found;
  }

  private static String thrown(Element test) {
    for (String tag : List.of("failure", "error")) {
      NodeList thrown = test.getElementsByTagName(tag);
      if (thrown.getLength() > 0) {
        return ((Element) thrown.item(0)).getAttribute("type");
      }
    }
    return "";
  }
}
