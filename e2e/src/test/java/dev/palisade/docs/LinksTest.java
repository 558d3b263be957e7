package dev.palisade.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Links between the documents lead somewhere; of those to elsewhere, only the form is looked at.
 */
class LinksTest {
  private static final Map<Path, Markdown> FILES =
      Markdown.all().stream().collect(Collectors.toMap(Markdown::file, Function.identity()));

  @Test
  void everyLinkLeadsSomewhere() {
    assertThat(FILES).hasSizeGreaterThan(20);
    List<String> broken =
        FILES.values().stream()
            .flatMap(from ->
                from.links().stream()
                    .flatMap(link ->
                        fault(from, link.destination()).stream()
                            .map(f -> Markdown.place(from.file(), link.line()) + ": " + f)))
            .sorted()
            .toList();
    assertThat(broken).as("broken links").isEmpty();
  }

  /** What nothing leads to, nobody reads. */
  @Test
  void everyPageCanBeReachedFromTheReadme() {
    Path start = Checkout.root().resolve("README.md");
    Set<Path> seen = new LinkedHashSet<>(Set.of(start));
    for (List<Path> next = List.of(start); !next.isEmpty(); ) {
      next =
          next.stream()
              .filter(FILES::containsKey)
              .flatMap(file -> FILES.get(file).links().stream().map(l -> target(file, l)))
              .flatMap(Optional::stream)
              .distinct()
              .filter(seen::add)
              .toList();
    }
    Set<Path> pages =
        FILES.keySet().stream()
            .filter(f -> f.startsWith(Checkout.root().resolve("docs")))
            .collect(Collectors.toCollection(HashSet::new));
    // Decisions are found by the directory's listing.
    pages.removeIf(f -> f.getParent().endsWith("docs/design"));
    pages.removeAll(seen);
    assertThat(pages).as("pages that nothing leads to").isEmpty();
  }

  @Test
  void aBrokenLinkIsSeen() {
    Path file = Checkout.root().resolve("docs/x.md");
    Markdown page =
        Markdown.of(file, "# Some `Title` here\n[a](no.md) [b](#some-title-here) [c](#none)\n");
    assertThat(page.links()).hasSize(3);
    assertThat(page.links().stream().flatMap(l -> fault(page, l.destination()).stream()))
        .containsExactly("no.md: there is no such file", "#none: x.md has no such heading");
    assertThat(fault(page, "http://a b")).isPresent();
  }

  private static Optional<String> fault(Markdown from, String destination) {
    if (destination.matches("[a-z]+:.*")) {
      return isExternal(destination)
          ? Optional.empty()
          : Optional.of(destination + ": not a https link");
    }
    Path target = path(from.file(), destination);
    if (!target.equals(from.file()) && !Files.exists(target)) {
      return Optional.of(destination + ": there is no such file");
    }
    int hash = destination.indexOf('#');
    Markdown page = target.equals(from.file()) ? from : FILES.get(target);
    return hash < 0 || (page != null && page.anchors().contains(destination.substring(hash + 1)))
        ? Optional.empty()
        : Optional.of(destination + ": " + target.getFileName() + " has no such heading");
  }

  private static Optional<Path> target(Path from, Markdown.Target link) {
    return link.destination().matches("[a-z]+:.*")
        ? Optional.empty()
        : Optional.of(path(from, link.destination()));
  }

  private static Path path(Path from, String destination) {
    String path = destination.replaceFirst("#.*", "");
    return path.isEmpty()
        ? from
        : from.resolveSibling(URLDecoder.decode(path, StandardCharsets.UTF_8)).normalize();
  }

  private static boolean isExternal(String destination) {
    try {
      URI uri = URI.create(destination);
      return "https".equals(uri.getScheme()) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
