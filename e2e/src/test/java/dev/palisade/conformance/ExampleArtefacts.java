package dev.palisade.conformance;

import dev.palisade.bed.Checkout;
import dev.palisade.cli.render.PolicyFile;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.Revisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the policies in {@code examples/} come to. */
final class ExampleArtefacts {
  private ExampleArtefacts() {}

  static List<Artefact> all() throws IOException {
    var artefacts = new ArrayList<Artefact>();
    for (Path file : files()) {
      PolicyFile.Content content =
          PolicyFile.read(file.toString(), Files.readString(file), "", "default");
      content.policies().stream()
          .flatMap(p -> Revisions.plan(p, content.around(p)).plan().artefacts().stream())
          .forEach(artefacts::add);
    }
    return List.copyOf(artefacts);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(Checkout.root().resolve("examples"))) {
      return all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
