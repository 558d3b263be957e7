package dev.palisade.docs;

import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * One Markdown file of the checkout.
 *
 * @param links destinations as they are written
 * @param anchors those of its headings, as GitHub makes them
 */
public record Markdown(Path file, List<Target> links, Set<String> anchors, List<Block> blocks) {
  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build();

  /** Where a link leads. */
  record Target(String destination, int line) {}

  /** All files but those that a build made. */
  public static List<Markdown> all() {
    Path root = Checkout.root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.toString().endsWith(".md") && !root.relativize(f).startsWith("target"))
          .filter(f -> !root.relativize(f).toString().contains("/target/"))
          .sorted()
          .map(Markdown::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Markdown read(Path file) {
    try {
      return of(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Markdown of(Path file, String text) {
    Collector found = new Collector(file);
    PARSER.parse(text).accept(found);
    return new Markdown(file, found.links, found.anchors, found.blocks);
  }

  /** For messages: path in the checkout and line. */
  static String place(Path file, int line) {
    return Checkout.root().relativize(file) + ":" + line;
  }

  private static final class Collector extends AbstractVisitor {
    private final IdGenerator ids = IdGenerator.builder().build();
    private final Path file;
    private final List<Target> links = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();
    private final List<Block> blocks = new ArrayList<>();

    private Collector(Path file) {
      this.file = file;
    }

    @Override
    public void visit(Heading heading) {
      anchors.add(ids.generateId(text(heading)));
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      links.add(new Target(link.getDestination(), line(link)));
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(new Target(image.getDestination(), line(image)));
    }

    @Override
    public void visit(FencedCodeBlock block) {
      blocks.add(new Block(file, line(block), block.getInfo().strip(), block.getLiteral()));
    }

    private static int line(Node node) {
      return node.getSourceSpans().getFirst().getLineIndex() + 1;
    }

    private static String text(Node node) {
      StringBuilder out = new StringBuilder();
      node.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text text) {
              out.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
              out.append(code.getLiteral());
            }
          });
      return out.toString();
    }
  }
}
