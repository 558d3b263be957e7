package dev.palisade.it;

import dev.palisade.bed.Bed;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page that everybody begins with. */
class GuideIT extends FollowedPages {
  GuideIT(Bed bed) {
    super(bed);
  }

  @Test
  void theFirstTenMinutes() throws IOException {
    followed("docs/start.md");
  }
}
