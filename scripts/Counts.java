import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * Adds up the test reports of each tier: {@code Counts ROOT TIER=REPORT_DIRECTORY/CLASS...} reads every {@code
 * target/REPORT_DIRECTORY/TEST-CLASS.xml} below ROOT, CLASS being a regular expression (the format of surefire and failsafe, one {@code
 * testsuite} a file). Exits with 1 if a test failed or a tier ran none.
 */
record Counts(int passed, int failed, int skipped) {

  static void main(String[] args) throws Exception {
    var total = new Counts(0, 0, 0);
    var complete = true;
    for (var tier : List.of(args).subList(1, args.length)) {
      var name = tier.substring(0, tier.indexOf('='));
      var which = tier.substring(name.length() + 1).split("/", 2);
      var counts = of(Path.of(args[0]), which[0], which[1]);
      System.out.println(name + ": " + counts.sentence());
      complete &= counts.passed + counts.failed > 0;
      total = total.plus(counts);
    }
    System.out.println(total.passed + " passed, " + total.failed + " failed");
    System.exit(complete && total.failed == 0 ? 0 : 1);
  }

  String sentence() {
    var text = passed + " passed, " + failed + " failed";
    if (skipped > 0) {
      text += ", " + skipped + " skipped";
    }
    return passed + failed > 0 ? text : text + " (did not run)";
  }

  Counts plus(Counts other) {
    return new Counts(passed + other.passed, failed + other.failed, skipped + other.skipped);
  }

  private static Counts of(Path root, String directory, String type) throws Exception {
    var parser = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    var sum = new Counts(0, 0, 0);
    for (var report : reports(root, directory, type)) {
      sum = sum.plus(read(parser, report));
    }
    return sum;
  }

  private static List<File> reports(Path root, String directory, String type) throws IOException {
    try (Stream<Path> files = Files.walk(root.toAbsolutePath(), 5)) {
      return files
          .filter(file -> file.getParent().endsWith(Path.of("target", directory)))
          .filter(file -> file.getFileName().toString().matches("TEST-" + type + "\\.xml"))
          .map(Path::toFile)
          .toList();
    }
  }

  private static Counts read(DocumentBuilder parser, File report) throws Exception {
    var suite = parser.parse(report).getDocumentElement();
    var bad = number(suite.getAttribute("failures")) + number(suite.getAttribute("errors"));
    var skipped = number(suite.getAttribute("skipped"));
    return new Counts(number(suite.getAttribute("tests")) - bad - skipped, bad, skipped);
  }

  private static int number(String attribute) {
    return Integer.parseInt(attribute);
  }
}
