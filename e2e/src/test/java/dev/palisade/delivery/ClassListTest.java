package dev.palisade.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lists from which the images' class-data archives are made (docs/design/0062). A class that is
 * gone does no harm; many say that the list is of another program.
 */
class ClassListTest {
  private static final double MOST_GONE = 0.1;

  @ParameterizedTest
  @ValueSource(strings = {"operator", "helper"})
  void listsClassesThatThereAre(String image) throws IOException {
    List<String> ours =
        Files.readAllLines(Checkout.root().resolve("images").resolve(image).resolve("classes"))
            .stream()
            .filter(line -> line.startsWith("dev/palisade/"))
            .toList();
    assertThat(ours).hasSizeGreaterThan(50);
    List<String> gone = ours.stream().filter(name -> !exists(name)).toList();
    assertThat((double) gone.size() / ours.size())
        .as("images/%s/classes has %s; make train records it anew", image, gone)
        .isLessThanOrEqualTo(MOST_GONE);
  }

  private static boolean exists(String name) {
    return ClassListTest.class.getClassLoader().getResource(name + ".class") != null;
  }
}
