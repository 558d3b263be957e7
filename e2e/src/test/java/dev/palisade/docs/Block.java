package dev.palisade.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A fenced block of a document.
 *
 * @param line of its first fence
 * @param info what stands after the fence: the language and, for a shell block, who runs it
 */
public record Block(Path file, int line, String info, String text) {
  /** Commands that the integration tier runs, in the order of the page: {@code FollowedPages}. */
  public static final String INTEGRATION = "it";

  /** Commands whose words are checked only; the reason why nothing runs them follows. */
  private static final String CHECKED = "checked:";

  public String language() {
    return info.split(" ", 2)[0];
  }

  boolean isShell() {
    return language().equals("sh");
  }

  public boolean isRunBy(String tier) {
    return isShell() && info.equals("sh " + tier);
  }

  /** The file that a YAML block stands for in the commands of its page. */
  public Optional<String> name() {
    return info.startsWith("yaml ")
        ? Optional.of(info.substring("yaml ".length()))
        : Optional.empty();
  }

  /** A file without a directory is one that the page shows, under this name. */
  void requireShown(Invocation invocation, List<Block> all) {
    for (String word : invocation.words()) {
      if (word.matches("[a-z-]+\\.yaml")
          && all.stream()
              .noneMatch(b -> b.file.equals(file) && b.name().equals(Optional.of(word)))) {
        throw new Fault("no block of this page says `yaml " + word + "`");
      }
    }
  }

  /** What is wrong with the info string of a shell block. */
  Optional<String> unaccounted() {
    String after = info.substring(language().length()).strip();
    if (after.equals(INTEGRATION)
        || (after.startsWith(CHECKED) && !after.substring(CHECKED.length()).isBlank())) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: say after ```sh who runs it: `it`, or `checked: REASON` if nothing can"
            .formatted(place()));
  }

  String place() {
    return Markdown.place(file, line);
  }
}
