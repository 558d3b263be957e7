package dev.palisade.it;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.bed.WholeCluster;
import dev.palisade.docs.Block;
import dev.palisade.docs.Markdown;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All pages but {@link GuideIT}'s; one of them makes a policy of the whole cluster. */
@OnBed(Nodes.WHOLE)
@WholeCluster("one of the pages makes a policy of the whole cluster")
@Tag("nightly")
class OtherPagesIT extends FollowedPages {
  OtherPagesIT(Bed bed) {
    super(bed);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockSucceeds(String page) throws IOException {
    followed(page);
  }

  static Stream<String> pages() {
    return Markdown.all().stream()
        .filter(page -> page.blocks().stream().anyMatch(b -> b.isRunBy(Block.INTEGRATION)))
        .map(page -> Checkout.root().relativize(page.file()).toString())
        .filter(page -> !page.equals("docs/start.md"));
  }
}
